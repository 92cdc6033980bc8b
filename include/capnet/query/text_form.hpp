#pragma once
/// Queries in text: `orgs[sector=company] -delivers-> events <-attends- orgs[sector=nonprofit]`, checked against a
/// network's schema and turned into a plan. docs/query.md has the grammar.
#include <string_view>

#include <capnet/query/plan.hpp>
#include <capnet/query/query_text.hpp>
#include <capnet/query/query_text_error.hpp>

namespace capnet {

/// The plan of a query in text. Kinds, relations, sectors, regions and ids are checked against the network.
///
/// Throws query_text_error with the first fault of syntax, else with all faults of meaning, each at its character.
/// What no filter can tell is left out: of unknown sector or region is neither `=` nor `!=` to a word, only to
/// `unknown`. Time O(text x schema), with a filter by region also O(vertices).
[[nodiscard]] query_plan parse_query(const snapshot& net, std::string_view text, const query_text_limits& limits = {});

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/query/text_form-inl.hpp>  // IWYU pragma: export
#endif
