#pragma once
/// Threads that begin together, and a network that is worth reading by several.
#include <cstdint>
#include <exception>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>

namespace capnet::race {

/// Calls `body(k)` for k from 0 to n - 1, each on a thread of its own, all at once; rethrows what one of them threw.
template <class Body>
void at_once(std::size_t n, const Body& body) {
  std::latch ready{static_cast<std::ptrdiff_t>(n)};
  std::vector<std::exception_ptr> failures(n);
  {
    std::vector<std::jthread> threads;
    for (std::size_t k = 0; k < n; ++k) {
      threads.emplace_back([&, k] {
        ready.arrive_and_wait();
        try {
          body(k);
        } catch (...) {
          failures[k] = std::current_exception();
        }
      });
    }
  }
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

/// Organizations with names and regions that take part in programs and work together: `size` of them, five ties each.
inline builder recorded(std::uint32_t size, std::uint32_t seed = 0) {
  builder net;
  random_stream rng{{.seed = seed}};
  const std::uint32_t programs = size / 20 + 1;
  for (std::uint32_t v = 0; v < size; ++v) {
    net.add<organization>("organization number " + std::to_string(v),
                          {.name = "Name " + std::to_string(v),
                           .sector = static_cast<sector>(rng.below(5)),
                           .region = "region " + std::to_string(rng.below(12)),
                           .aliases = {"alias " + std::to_string(v)}});
  }
  for (std::uint32_t p = 0; p < programs; ++p) net.add<program>("program number " + std::to_string(p));
  for (std::uint32_t m = 0; m < 3 * size; ++m) {
    const date begin = make_date(2020, 1, 1) + std::chrono::days{rng.below(1500)};
    net.tie<participates_in>(id<organization>{rng.below(size)}, id<program>{rng.below(programs)},
                             {.active = {.begin = begin}, .weight = rng.uniform(), .role = "role"});
  }
  for (std::uint32_t m = 0; m < 2 * size; ++m) {
    net.tie<collaborates_with>(id<organization>{rng.below(size)}, id<organization>{rng.below(size)},
                               {.weight = rng.uniform() / 8});
  }
  return net;
}

}  // namespace capnet::race
