/// Days tested for up to 64 ties at once give what a view says of each.
#include <capnet/query/detail/day_test.hpp>

#include <gtest/gtest.h>

#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/core/simd.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {
namespace {

struct rows_of_days {
  std::vector<held_when> rows{};
  time_columns times{};
};

/// `shape` chooses what the columns look like: two bytes or four, begins or ends left out, partial dates, statuses,
/// ends before begins.
rows_of_days some_rows(random_stream& rng, std::uint32_t shape) {
  rows_of_days made;
  time_shape seen;
  const std::int32_t first = held_when::number(make_date(2020, 1, 1));
  const auto day = [&] { return first + static_cast<std::int32_t>(rng.below(shape % 2 == 0 ? 60 : 200'000)); };
  for (std::uint32_t k = 0; k < 150; ++k) {
    std::int32_t begin = shape & 2 || rng.below(5) == 0 ? first_of_days : day(),
                 end = shape & 4 || rng.below(3) == 0 ? last_of_days : day();
    const bool partial = (shape & 8) != 0;
    const std::int32_t earlier = partial && begin > first_of_days && rng.below(3) == 0 ? begin - 20 : begin;
    const std::int32_t later = partial && end < last_of_days && rng.below(3) == 0 ? end + 20 : end;
    const auto how = shape & 16 && rng.below(4) == 0 ? status::planned : status::held;
    made.rows.emplace_back(earlier, begin, end, later, how);
    seen.see(made.rows.back());
  }
  time_writer writer{seen, made.rows.size()};
  for (std::size_t k = 0; k < made.rows.size(); ++k) writer.put(k, made.rows[k]);
  made.times = std::move(writer).finish();
  return made;
}

TEST(DayTest, AgreesWithTheViewOnEveryRowUnderAnySimd) {
  const snapshot net;
  for (std::uint32_t shape = 0; shape < 32; ++shape) {
    random_stream rng{{.seed = 41, .replica = shape}};
    const rows_of_days made = some_rows(rng, shape);
    const auto some_day = [&] {
      return make_date(2019, 12, 25) + std::chrono::days{rng.below(shape % 2 == 0 ? 75 : 210'000)};
    };
    for (std::uint32_t asked = 0; asked < 100; ++asked) {
      view_options options{.sure = asked % 3 == 0 ? certainty::possible : certainty::certain};
      if (asked % 4 != 0)
        options.day = asked % 29 == 1 ? unbounded_future : asked % 31 == 2 ? unbounded_past : some_day();
      if (asked % 5 < 2) options.window = interval{some_day(), some_day()};  // perhaps of no day
      if (asked % 23 == 0) options.statuses = 3;
      const network_view view{net, options};
      for (const simd_level level : {simd_level::portable, simd_level::avx2, simd_level::avx512}) {
        limit_simd(level);
        const detail::day_test counts{view.counts(), made.times};
        for (const std::size_t n : {1u, 3u, 15u, 16u, 31u, 33u, 63u, 64u}) {
          const std::size_t first = rng.below(static_cast<std::uint32_t>(made.rows.size() - n));
          const std::uint64_t word = counts(made.times, first, n);
          for (std::size_t k = 0; k < 64; ++k) {
            ASSERT_EQ((word >> k & 1) != 0, k < n && view.keeps(made.rows[first + k]))
                << "shape " << shape << ", asked " << asked << ", " << k << " of " << n;
          }
        }
      }
    }
  }
  limit_simd(simd_level::avx512);
}

}  // namespace
}  // namespace capnet
