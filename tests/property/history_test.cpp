/// Random histories: what holds for every network, whatever happened in it.
#include <capnet/network/builder.hpp>
#include <capnet/view/flatten.hpp>
#include <capnet/view/network_view.hpp>

#include <gtest/gtest.h>

#include <set>
#include <tuple>

#include <capnet/core/random.hpp>

namespace capnet {
namespace {

constexpr int histories = 200;
const date first_day = make_date(2020, 1, 1);

partial_date random_day(random_stream& rng) {
  const date day = first_day + std::chrono::days{rng.below(60)};
  return rng.bernoulli(.5) ? partial_date{day} : partial_date{day, day + std::chrono::days{rng.below(20)}};
}

spell random_spell(random_stream& rng) {
  spell when;
  if (rng.bernoulli(.8)) when.begin = random_day(rng);
  if (rng.bernoulli(.5)) {
    when.end = random_day(rng);
    if (when.end.latest < when.begin.earliest) std::swap(when.begin, when.end);
  }
  return when;
}

/// A history of a few organizations, persons and events with parallel, planned, undirected and retracted ties and
/// loops.
builder random_history(std::uint32_t replica) {
  random_stream rng{{.seed = 11, .replica = replica}};
  builder net;
  std::vector<id<organization>> organizations;
  std::vector<id<event>> events;
  for (std::uint32_t k = 0; k < 2 + rng.below(5); ++k)
    organizations.push_back(net.add<organization>("o" + std::to_string(k), {.existence = random_spell(rng)}));
  for (std::uint32_t k = 0; k < 1 + rng.below(4); ++k) events.push_back(net.add<event>("e" + std::to_string(k)));
  std::vector<tie_ref> ties;
  for (std::uint32_t k = 0; k < rng.below(40); ++k) {
    const auto u = organizations[rng.below(static_cast<std::uint32_t>(organizations.size()))];
    const auto v = organizations[rng.below(static_cast<std::uint32_t>(organizations.size()))];
    const auto e = events[rng.below(static_cast<std::uint32_t>(events.size()))];
    const tie_properties properties{.active = random_spell(rng),
                                    .status = rng.bernoulli(.8) ? status::held : status::planned,
                                    .weight = rng.uniform(),
                                    .role = std::to_string(k)};
    switch (rng.below(3)) {
      case 0:
        ties.push_back(net.tie<attends>(u, e, properties));
        break;
      case 1:
        ties.push_back(net.tie<collaborates_with>(u, v, properties));
        break;
      default:
        ties.push_back(net.tie<supports>(u, v, properties));
    }
  }
  for (const tie_ref t : ties) {
    if (rng.bernoulli(.1)) net.retract(t);
  }
  return net;
}

/// A tie by what it says, without its number.
using said = std::tuple<std::uint16_t, std::string, std::string, std::string>;

std::multiset<said> ties_of(const network_view& view) {
  std::multiset<said> all;
  for (const layer& rows : view.net().layers()) {
    view.for_each_tie(rows.relation(), [&](tie_ref t, const dated_tie& uv) {
      all.emplace(static_cast<std::uint16_t>(t.relation), view.net().key(uv.source), view.net().key(uv.target),
                  view.net().tie(t).properties.role);
    });
  }
  return all;
}

/// The same, walked from the vertices along `out` or against it along `in`.
std::multiset<said> ties_by_walking(const network_view& view, bool forward) {
  std::multiset<said> all;
  for (const layer& rows : view.net().layers()) {
    for (std::size_t k = 0; k < view.schema().kind_count(); ++k) {
      for (const vertex_ref v : view.net().vertices(static_cast<kind_index>(k))) {
        auto see = [&](const tie_end& end) {
          const tie_record& uv = view.net().tie(end.tie);
          const vertex_ref near = forward ? uv.source : uv.target;
          const vertex_ref far = forward ? uv.target : uv.source;
          if (v == near && end.vertex == far) {
            all.emplace(static_cast<std::uint16_t>(rows.relation()), view.net().key(uv.source),
                        view.net().key(uv.target), uv.properties.role);
          } else {
            EXPECT_FALSE(rows.directed());
          }
        };
        forward ? view.for_each_out(rows.relation(), v, see) : view.for_each_in(rows.relation(), v, see);
      }
    }
  }
  return all;
}

/// The network rebuilt from the ties that a naive reading of the definition finds active on a day: of a state, which
/// all relations here are but `attends`, while its parties exist; of a deed, once they do.
snapshot rebuilt(const snapshot& net, date day, certainty sure) {
  builder again;
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
    for (const vertex_record& v : net.records(static_cast<kind_index>(k)))
      again.add_vertex(static_cast<kind_index>(k), v.key, {});
  }
  for (std::size_t r = 0; r < net.schema().relation_count(); ++r) {
    for (const tie_record& uv : net.ties(static_cast<relation_index>(r))) {
      const spell& when = uv.properties.active;
      const date begin = sure == certainty::certain ? when.begin.latest : when.begin.earliest;
      const date end = sure == certainty::certain ? when.end.earliest : when.end.latest;
      const auto lets = [&](vertex_ref party) {
        const spell life = net.properties(party).existence;
        const date born = sure == certainty::certain ? life.begin.latest : life.begin.earliest;
        const date gone = sure == certainty::certain ? life.end.earliest : life.end.latest;
        return born <= day && (net.schema().relation(static_cast<relation_index>(r)).name == "attends" || day < gone);
      };
      if (!uv.retracted && uv.properties.status == status::held && begin <= day && day < end && lets(uv.source) &&
          lets(uv.target)) {
        again.add_tie(static_cast<relation_index>(r), uv.source, uv.target, {.role = uv.properties.role});
      }
    }
  }
  return again.freeze();
}

TEST(RandomHistories, AsOfADayEqualsTheNetworkRebuiltFromTheTiesActiveThen) {
  for (std::uint32_t replica = 0; replica < histories; ++replica) {
    const snapshot net = random_history(replica).freeze();
    for (int offset = -5; offset < 90; offset += 7) {
      const date day = first_day + std::chrono::days{offset};
      for (const certainty sure : {certainty::certain, certainty::possible}) {
        ASSERT_EQ(ties_of(as_of(net, day, sure)), ties_of(all_held(rebuilt(net, day, sure))))
            << replica << " on " << to_string(day);
      }
    }
  }
}

TEST(RandomHistories, BothDirectionsSeeTheSameTies) {
  for (std::uint32_t replica = 0; replica < histories; ++replica) {
    const network_view view = as_of(random_history(replica).freeze(), first_day + std::chrono::days{30});
    const auto all = ties_of(view);
    ASSERT_EQ(ties_by_walking(view, true), all) << replica;
    ASSERT_EQ(ties_by_walking(view, false), all) << replica;
  }
}

TEST(RandomHistories, WhatIsCertainIsPossible) {
  for (std::uint32_t replica = 0; replica < histories; ++replica) {
    const snapshot net = random_history(replica).freeze();
    for (int offset = -5; offset < 90; offset += 5) {
      const date day = first_day + std::chrono::days{offset};
      const auto certain = ties_of(as_of(net, day));
      const auto possible = ties_of(as_of(net, day, certainty::possible));
      ASSERT_TRUE(std::includes(possible.begin(), possible.end(), certain.begin(), certain.end())) << replica;
      const kind_index organizations = net.schema().index_of<organization>();
      ASSERT_LE(as_of(net, day).order(organizations), as_of(net, day, certainty::possible).order(organizations));
    }
  }
}

TEST(RandomHistories, AWindowOfOneDayIsThatDay) {
  for (std::uint32_t replica = 0; replica < histories; ++replica) {
    const snapshot net = random_history(replica).freeze();
    const date day = first_day + std::chrono::days{replica % 80};
    const network_view window{net, {.window = interval{day, day + std::chrono::days{1}}}};
    ASSERT_EQ(ties_of(window), ties_of(as_of(net, day))) << replica;
  }
}

TEST(RandomHistories, TakingATieBackMovesNoOther) {
  for (std::uint32_t replica = 0; replica < histories; ++replica) {
    builder history = random_history(replica);
    const snapshot before = history.freeze();
    const event_log was_log = before.to_log();
    for (std::size_t r = 0; r < was_log.ties.size(); ++r) {
      for (std::uint32_t row = 0; row < was_log.ties[r].size(); ++row) {
        if (was_log.ties[r][row].retracted) continue;
        builder without{before};
        without.retract({static_cast<relation_index>(r), row});
        const snapshot after = without.freeze();
        const event_log is_log = after.to_log();
        for (std::size_t q = 0; q < was_log.ties.size(); ++q) {
          for (std::uint32_t other = 0; other < was_log.ties[q].size(); ++other) {
            const tie_record& was = was_log.ties[q][other];
            const tie_record& is = is_log.ties[q][other];
            ASSERT_TRUE(was.source == is.source && was.target == is.target &&
                        was.properties.role == is.properties.role && was.properties.weight == is.properties.weight &&
                        was.properties.active == is.properties.active);
            ASSERT_EQ(is.retracted, was.retracted || (q == r && other == row));
          }
        }
        auto expected = ties_of(all_held(before));
        const tie_record& gone = was_log.ties[r][row];
        if (gone.properties.status == status::held) {
          expected.erase(expected.find(
              {static_cast<std::uint16_t>(r), before.key(gone.source), before.key(gone.target), gone.properties.role}));
        }
        ASSERT_EQ(ties_of(all_held(after)), expected);
        break;  // one of each relation keeps the test quick
      }
    }
  }
}

}  // namespace
}  // namespace capnet
