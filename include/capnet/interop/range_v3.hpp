#pragma once
/// capnet's ranges in range-v3 pipelines, also as temporaries: `net.vertices<person>() | ranges::views::filter(...)`.
///
/// Opt-in, as range-v3 costs up to a second to include. Its views are no std::ranges views: never mix the two in one
/// pipeline.
#include <range/v3/range/concepts.hpp>

#include <capnet/core/indexed_range.hpp>

template <class Access>
inline constexpr bool ranges::enable_view<capnet::indexed_range<Access>> = true;
template <class Access>
inline constexpr bool ranges::enable_borrowed_range<capnet::indexed_range<Access>> = true;
