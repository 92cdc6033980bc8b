/// A network that grew day by day, each snapshot beside the last, equals the network that was frozen at once.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/sim/data_hash.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {
namespace {

/// One thing that is said: the same calls for a builder that began with nothing and for one that goes on.
struct statement {
  enum { organization_added, program_added, person_added, participation, collaboration, taken_back } what;
  std::uint32_t a = 0, b = 0;
  tie_properties tie{};
  vertex_properties vertex{};
};

class history {
 public:
  explicit history(std::uint32_t replica, std::uint32_t days, std::uint32_t each) {
    random_stream rng{{.seed = 2026, .replica = replica}};
    for (std::uint32_t day = 0; day < days; ++day) {
      days_.emplace_back();
      const std::uint32_t today = day == 0 ? 12 * each : rng.below(each);
      for (std::uint32_t k = 0; k < today; ++k) days_.back().push_back(draw(rng));
    }
  }
  [[nodiscard]] const std::vector<std::vector<statement>>& days() const { return days_; }

 private:
  /// Of each type; what is said first of an attribute declares its type.
  static std::vector<attribute> some_values(random_stream& rng) {
    std::vector<attribute> values;
    if (rng.below(3) == 0) values.emplace_back("score", rng.uniform());
    if (rng.below(4) == 0) values.emplace_back("seats", static_cast<std::int64_t>(rng.below(9)));
    if (rng.below(5) == 0) values.emplace_back("online", rng.below(2) == 0);
    if (rng.below(6) == 0) values.emplace_back("seen", partial_date::year(2000 + static_cast<int>(rng.below(20))));
    if (rng.below(6) == 0) values.emplace_back("note", "n" + std::to_string(rng.below(3)));
    return values;
  }
  statement draw(random_stream& rng) {
    statement s{};
    const std::uint32_t what = rng.below(10);
    if (what < 2 || organizations_ == 0 || programs_ == 0) {
      s.what = organizations_ > programs_ ? statement::program_added : statement::organization_added;
      ++(s.what == statement::program_added ? programs_ : organizations_);
      s.vertex.name = rng.below(2) == 0 ? "name" + std::to_string(rng.below(100)) : "";
      s.vertex.region = rng.below(2) == 0 ? "r" + std::to_string(rng.below(5)) : "";
      s.vertex.sector = static_cast<sector>(rng.below(4));
      s.vertex.attributes = some_values(rng);
    } else if (what == 2) {
      s.what = statement::person_added;
      ++persons_;
    } else if (what == 3 && participations_ > 0) {
      s.what = statement::taken_back;
      s.a = rng.below(participations_);
    } else {
      s.what = what % 2 == 0 ? statement::participation : statement::collaboration;
      ++(s.what == statement::participation ? participations_ : collaborations_);
      s.a = rng.below(organizations_);
      s.b = rng.below(s.what == statement::participation ? programs_ : organizations_);
      const date begin = make_date(2024, 1, 1) + std::chrono::days{rng.below(400)};
      s.tie.active.begin = rng.below(3) == 0 ? partial_date::year(2024) : partial_date{begin};
      if (rng.below(2) == 0) s.tie.active.end = date{begin + std::chrono::days{400 + rng.below(400)}};
      if (rng.below(3) == 0) s.tie.weight = rng.uniform();
      if (rng.below(5) == 0) s.tie.status = status::planned;
      s.tie.attributes = some_values(rng);
      if (rng.below(3) == 0) s.tie.role = "role" + std::to_string(rng.below(3));
    }
    return s;
  }
  std::uint32_t organizations_ = 0, programs_ = 0, persons_ = 0, participations_ = 0, collaborations_ = 0;
  std::vector<std::vector<statement>> days_;
};

void record(builder& net, const statement& s) {
  auto next_key = [&](const char* prefix, auto kind) { return prefix + std::to_string(net.order(net.declare(kind))); };
  switch (s.what) {
    case statement::organization_added:
      net.add<organization>(next_key("o", organization{}), s.vertex);
      break;
    case statement::program_added:
      net.add<program>(next_key("p", program{}), s.vertex);
      break;
    case statement::person_added:
      net.add<person>(next_key("h", person{}), s.vertex);
      break;
    case statement::participation:
      net.tie<participates_in>(id<organization>{s.a}, id<program>{s.b}, s.tie);
      break;
    case statement::collaboration:
      net.tie<collaborates_with>(id<organization>{s.a}, id<organization>{s.b}, s.tie);
      break;
    case statement::taken_back:
      try {
        net.retract({net.declare(participates_in{}), s.a});
      } catch (const input_error&) {  // already
      }
      break;
  }
}

bool same_values(std::vector<attribute> a, std::vector<attribute> b) {
  std::ranges::sort(a), std::ranges::sort(b);
  return a == b;
}

/// A tie's values stand beside each of its ends as in its record.
void expect_values_at_ends(const snapshot& net, const layer& ties, std::uint32_t replica) {
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
    for (const vertex_ref v : net.vertices(static_cast<kind_index>(k))) {
      for (const bool forward : {true, false}) {
        const endpoint_domain& mine = forward ? ties.sources() : ties.targets();
        if (!mine.admits(v.kind)) continue;
        const layer::row_range list = forward ? ties.out_row(mine.position(v)) : ties.in_row(mine.position(v));
        for (std::size_t at = list.first; at < list.last; ++at) {
          for (std::size_t a = 0; a < ties.attributes().size(); ++a) {
            const auto one = static_cast<attribute_index>(a);
            const attribute_column* const values = list.side->attribute(one);
            const auto beside =
                values == nullptr ? std::nullopt : detail::value_of_cell(values->type, (*values)[at], net.words());
            ASSERT_EQ(beside, ties.value(list.side->row(at), one)) << replica;
          }
        }
      }
    }
  }
}

void expect_equal(const snapshot& is, const snapshot& expected, std::uint32_t replica) {
  ASSERT_EQ(data_hash(is), data_hash(expected)) << replica;
  ASSERT_EQ(is.last_day(), expected.last_day()) << replica;
  for (std::size_t k = 0; k < expected.schema().kind_count(); ++k) {
    for (const vertex_ref v : expected.vertices(static_cast<kind_index>(k))) {
      ASSERT_EQ(is.key(v), expected.key(v)) << replica;
      ASSERT_EQ(is.vertex(expected.key(v)), v) << replica;
      ASSERT_EQ(is.held(v), expected.held(v)) << replica;
      ASSERT_EQ(is.region(v), expected.region(v)) << replica;
    }
  }
  for (const layer& ties : expected.layers()) {
    const layer& same = is.layer(ties.relation());
    ASSERT_EQ(same.rows(), ties.rows()) << replica;
    ASSERT_NO_FATAL_FAILURE(expect_values_at_ends(is, same, replica));
    ASSERT_EQ(same.size(), ties.size()) << replica;
    for (std::uint32_t row = 0; row < ties.rows(); ++row) {
      const tie_record a = is.tie({ties.relation(), row}), b = expected.tie({ties.relation(), row});
      ASSERT_TRUE(a.source == b.source && a.target == b.target && a.retracted == b.retracted &&
                  a.properties.weight == b.properties.weight && a.properties.active == b.properties.active &&
                  a.properties.status == b.properties.status && a.properties.role == b.properties.role &&
                  same_values(a.properties.attributes, b.properties.attributes))
          << replica << " row " << row;
    }
    for (std::size_t k = 0; k < expected.schema().kind_count(); ++k) {
      for (const vertex_ref v : expected.vertices(static_cast<kind_index>(k))) {
        for (const bool forward : {true, false}) {
          std::vector<tie_end> a, b;
          for (const tie_end& end : forward ? same.out(v) : same.in(v)) a.push_back(end);
          for (const tie_end& end : forward ? ties.out(v) : ties.in(v)) b.push_back(end);
          // Where vertices lie differs between kinds that grew in turn.
          const auto by_vertex = [](const tie_end& x, const tie_end& y) {
            return std::pair{x.vertex, x.tie} < std::pair{y.vertex, y.tie};
          };
          std::sort(a.begin(), a.end(), by_vertex);
          std::sort(b.begin(), b.end(), by_vertex);
          ASSERT_EQ(a, b) << replica;
        }
      }
    }
  }
}

TEST(Increments, BaseAndAdditionsEqualOneBuild) {
  std::size_t extended = 0;
  for (std::uint32_t replica = 0; replica < 60; ++replica) {
    const history said{replica, 14, 10 + replica};
    builder at_once;
    snapshot grown;
    for (const auto& day : said.days()) {
      builder next{grown};
      for (const statement& s : day) {
        record(at_once, s);
        record(next, s);
      }
      grown = next.freeze();
      extended += grown.extended();
    }
    expect_equal(grown, at_once.freeze(), replica);
    expect_equal(grown.compacted(), at_once.freeze(), replica);
    expect_equal(grown.compacted({.by_locality = replica % 2 == 0}), at_once.freeze(), replica);
  }
  EXPECT_GT(extended, 300u) << "most days lie beside the base";
}

TEST(Increments, EarlierSnapshotsStayAsTheyWere) {
  const history said{7, 10, 30};
  builder net;
  for (const statement& s : said.days().front()) record(net, s);
  const snapshot first = net.freeze();
  const std::uint64_t hash = data_hash(first);
  snapshot grown = first;
  for (const auto& day : said.days()) {
    builder next{grown};
    if (&day == &said.days().front()) continue;
    for (const statement& s : day) record(next, s);
    grown = next.freeze();
  }
  EXPECT_EQ(data_hash(first), hash);
  EXPECT_EQ(&first.layers().front(), &snapshot{first}.layers().front()) << "copies share";
}

}  // namespace
}  // namespace capnet
