#include "bench/guard.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace capnet::bench {
namespace {

// bfs may fall to 2 x (1 - .2) = 1.6 times as fast as the best peer.
const baselines expected{.simd = "AVX2", .machine = "here", .rows = {{"kron16/bfs", 1, 2, 2, 2, .2}}};

struct outcome {
  guard_verdict verdict{};
  std::string said{};
  int measured_again = 0;
};
outcome judge(const std::vector<row>& rows, const std::string& simd = "AVX2", double second_ratio = 1) {
  outcome result;
  std::ostringstream out;
  const auto again = [&](const std::string&) {
    ++result.measured_again;
    return std::vector<row>{{.kernel = "kron16/bfs", .best_ratio = second_ratio}};
  };
  result.verdict = guard(expected, rows, simd, again, out);
  result.said = out.str();
  return result;
}

TEST(Guard, PassesWhatIsAsFastAsItWas) {
  const outcome result = judge({{.kernel = "kron16/bfs", .best_ratio = 1.7}});
  EXPECT_EQ(result.verdict, guard_verdict::no_loss);
  EXPECT_EQ(result.said, "guard: no loss against 1 of 1 baselines\n");
}

TEST(Guard, MeasuresALossAgainBeforeItFails) {
  const std::vector<row> slow{{.kernel = "kron16/bfs", .best_ratio = 1.5}};
  EXPECT_EQ(judge(slow).verdict, guard_verdict::loss);
  EXPECT_EQ(judge(slow).measured_again, 3);
  EXPECT_EQ(judge(slow, "AVX2", 1.7).verdict, guard_verdict::no_loss);
}

TEST(Guard, FailsWhereItComparedNothing) {
  for (const std::vector<row>& rows : {std::vector<row>{},
                                       {{.kernel = "kron20/bfs", .best_ratio = 9}},
                                       {{.kernel = "kron16/bfs", .threads = 2, .best_ratio = 9}},
                                       {{.kernel = "kron16/bfs"}}}) {  // no peer, no ratio
    const outcome result = judge(rows);
    EXPECT_EQ(result.verdict, guard_verdict::nothing_compared);
    EXPECT_TRUE(result.said.starts_with("guard: nothing was compared: none of the ")) << result.said;
  }
  const outcome other = judge({{.kernel = "kron16/bfs", .best_ratio = 9}}, "AVX-512");
  EXPECT_EQ(other.verdict, guard_verdict::nothing_compared);
  EXPECT_EQ(other.said,
            "guard: nothing was compared: the baselines are from a machine with AVX2, this one has AVX-512; expected "
            "baselines from a machine like this one, which --baseline writes\n");
}

}  // namespace
}  // namespace capnet::bench
