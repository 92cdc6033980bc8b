/// Queries in text on a small network: what is parsed is answered as by the definition, by every executor alike, and
/// each answer has a walk. The first byte chooses the day and whether it is asked for what is sure.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <capnet/network/builder.hpp>
#include <capnet/query/executor.hpp>
#include <capnet/query/explain.hpp>
#include <capnet/query/text_form.hpp>
#include <capnet/query/why.hpp>

#include "fuzz/fuzz.hpp"
#include "oracle/naive_query.hpp"

namespace capnet {
namespace {

using fuzz::require;

/// States and deeds, directed or not; loops, parallel, planned and retracted ties, weights that are known or not, those
/// who come later, end, change their sector or are only planned.
snapshot small_network() {
  const auto day = [](unsigned d) { return make_date(2024, 1, d); };
  builder net;
  std::vector<id<organization>> o;
  for (const char* key : {"a", "b", "c", "d", "e"}) {
    const std::size_t k = o.size();
    vertex_properties p{.sector = static_cast<sector>(k % 3),
                        .region = k % 2 == 0 ? "Kanto"
                                  : k == 1   ? ""
                                             : "two words"};
    if (k == 1) p.existence.end = day(5);
    if (k == 2) p.existence.begin = partial_date{day(3), day(6)};
    if (k == 3) p.status = status::planned;
    o.push_back(net.add<organization>(key, p));
  }
  const auto h = net.add<person>("h", {.region = "Kanto", .aliases = {"秋"}});
  const auto f = net.add<event>("f"), g = net.add<event>("g", {.region = "Kanto"});
  const auto p = net.add<program>("p");
  for (unsigned k = 0; k < 5; ++k) {
    net.tie<collaborates_with>(o[k], o[(k + 1) % 5], {.active = {.begin = day(1 + k)}, .weight = k % 2 == 0 ? 2. : 3.});
    net.tie<attends>(o[k], k % 2 == 0 ? f : g, {.active = {.begin = partial_date{day(1), day(4)}}});
    net.tie<participates_in>(o[k], p, {.active = {.end = day(8 + k)}});
    net.tie<supports>(o[k], o[k * 2 % 5], k % 2 == 0 ? tie_properties{.weight = 2} : tie_properties{});
  }
  net.tie<collaborates_with>(o[0], o[0], {.weight = 2});
  net.tie<collaborates_with>(o[0], o[1]);
  net.tie<delivers>(o[1], f);
  net.tie<delivers>(o[1], f, {.status = status::planned});
  net.tie<delivers>(h, g, {.active = {.begin = day(4)}, .weight = 0});
  net.tie<employs>(o[0], h, {.active = {.begin = day(2), .end = day(7)}});
  net.retract(net.tie<attends>(h, f));
  net.set_sector(o[4], sector::company, day(5));
  return net.freeze();
}

bool near(double a, double b) { return a == b || std::abs(a - b) <= 1e-9 * std::abs(b); }

void require_same(const std::vector<query_row>& rows, const std::vector<query_row>& expected, const char* who) {
  require(rows.size() == expected.size(), who);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const query_row &a = rows[k], &b = expected[k];
    require(a.vertex == b.vertex && a.walks == b.walks && a.unknown == b.unknown && near(a.weight, b.weight), who);
  }
}

/// A walk is whole: it ends where it should, and each tie counts and leads on.
void require_walk(const network_view& view, const tie_path& walk, vertex_ref end) {
  vertex_ref at = walk.start;
  for (const tie_path::leg& leg : walk.legs) {
    const tie_record uv = view.net().tie(leg.tie);
    const bool undirected = !view.schema().relation(leg.tie.relation).directed;
    require(view.contains(leg.tie), "each tie of a walk counts");
    require((at == (leg.forward ? uv.source : uv.target) && leg.to == (leg.forward ? uv.target : uv.source)) ||
                (undirected && at == uv.target && leg.to == uv.source),
            "each tie of a walk leads on");
    at = leg.to;
  }
  require(at == end, "a walk ends at its answer");
}

void require_answers(const snapshot& net, query_plan plan) {
  const std::vector<query_row> expected = naive::query{net, plan}.rows();
  query_executor executor{net};
  std::vector<query_counters> touched;
  query_trace trace;
  const std::vector<query_row> rows = executor.run(plan, &touched, &trace);
  require_same(rows, expected, "the executor answers by the definition");
  require(executor.total() == rows.size(), "it says how many it found");
  require(touched.size() == plan.steps.size() + 1 && touched.back().rows == rows.size(), "each step is counted");
  for (const explained_step& step : explain(net, plan)) require(!step.what.empty(), "each step has words");
  walk_finder walks{net, plan, std::move(trace)};
  const network_view view{net, {.day = plan.day, .sure = plan.sure}};
  for (const query_row& row : rows) {
    const auto walk = walks(row.vertex);
    require(walk.has_value(), "each answer has a walk");
    require_walk(view, *walk, row.vertex);
    require(!to_string(net, *walk).empty(), "a walk has words");
  }
  if (plan.day && !plan.window) {
    const std::vector<date> days{*plan.day + std::chrono::days{1}, *plan.day};
    require_same(executor.run_on(plan, days)[1].rows, expected, "two days answer as one");
  }
  for (const bool by_weight : {false, true}) {  // the best two: nobody left out is better
    query_plan best = plan;
    best.steps.push_back(step_top{.k = 2, .by_weight = by_weight, .by_key = true});
    const std::vector<query_row> top = executor.run(best);
    require(top.size() == std::min<std::size_t>(2, rows.size()) && executor.total() == rows.size(), "the best two");
    for (const query_row& row : rows) {
      if (top.empty() || std::ranges::find(top, row.vertex, &query_row::vertex) != top.end()) continue;
      const bool better = detail::better_for_top(std::get<step_top>(best.steps.back()), top.back(), row, [&] {
        return detail::comes_before(net, top.back().vertex, row.vertex);
      });
      require(better, "who is left out is not better");
    }
  }
}

}  // namespace
}  // namespace capnet

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace capnet;
  static const snapshot net = small_network();
  fuzz::byte_reader input{data, size};
  const std::uint32_t how = input.below(32);
  const std::string text{input.take(size)};
  query_plan plan;
  try {
    plan = parse_query(net, text);
  } catch (const query_text_error& error) {
    fuzz::require_sentences(error);
    for (const std::string& excerpt : error.excerpts()) fuzz::require(excerpt.size() < 2'000, "an excerpt is short");
    return 0;
  }
  if (how % 16 != 0) plan.day = make_date(2024, 1, how % 16);
  if (how >= 16) plan.sure = certainty::possible;
  require_answers(net, plan);
  return 0;
}
