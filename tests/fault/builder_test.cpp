/// The strong guarantee: a call that a builder refuses, or that there is no memory for, leaves it as it was.
#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "described.hpp"
#include "fault/failing_allocations.hpp"

namespace capnet::fault {
namespace {

// No text of these fits into a string object: each copy allocates.
struct travelling_library {
  static constexpr std::string_view name = "travelling library of the northern coast";
};
struct lends_tablets_to {
  static constexpr std::string_view name = "lends tablets and other devices to";
  static constexpr bool directed = true;
  using source = kinds<organization, travelling_library>;
  using target = kinds<organization, person>;
};
constexpr std::array<std::string_view, 3> long_keys{"an organization with a key of many letters",
                                                    "another organization with a key of many letters",
                                                    "one more organization with a key of many letters"};
constexpr std::array<std::string_view, 3> keys_with_one_taken{long_keys[0], long_keys[1],
                                                              "the first organization of all"};
constexpr std::array<std::uint32_t, 2> zero_one{0, 1}, both_zero{0, 0}, zero_beyond{0, 1000};
constexpr std::array<std::string_view, 10> texts{"the first organization of all",
                                                 "its other name, which is long too",
                                                 "a program that is a long text",
                                                 "a library with a long key",
                                                 long_keys[0],
                                                 long_keys[1],
                                                 long_keys[2],
                                                 "o2",
                                                 "n4",
                                                 "an alias of a library"};

/// Some of everything.
builder recorded() {
  builder net;
  const auto a = net.add<organization>(texts[0], {.name = "The first", .aliases = {std::string{texts[1]}}});
  const auto p = net.add<program>(texts[2]);
  net.add_vertices<organization>({.count = 3, .prefix = "o"});
  net.tie<runs>(a, p, {.role = "a role that is a long text"});
  net.tie<participates_in>(a, p, {.weight = 2});
  net.add_ties<participates_in>({.source_kind = net.schema().index_of<organization>(),
                                 .target_kind = net.schema().index_of<program>(),
                                 .sources = zero_one,
                                 .targets = both_zero});
  net.add_file("a folder/with a file that has a long name");
  return net;
}
builder on_a_base() {
  builder net{recorded().freeze()};
  net.add<organization>("added since the base was frozen");
  return net;
}

/// All that can be asked of a builder.
std::string all_of(const builder& net) {
  std::string text = described(net.freeze());
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k)
    text += "order " + std::to_string(net.order(static_cast<kind_index>(k))) + '\n';
  for (const std::string_view key : texts) {
    const auto found = net.find(key);
    text += std::string{key} + (found ? " is " + net.key(*found) : " is unknown") + '\n';
  }
  return text;
}

struct call {
  const char* what;
  std::function<void(builder&)> make;
};

const call recording[] = {
    {"add a vertex of an own kind",
     [](builder& net) {
       net.add<travelling_library>(texts[3], {.name = "A long name for a library", .aliases = {std::string{texts[9]}}});
     }},
    {"add a vertex", [](builder& net) { net.add_vertex(net.schema().index_of<organization>(), long_keys[0]); }},
    {"add vertices with keys", [](builder& net) { net.add_vertices<organization>({.count = 3, .keys = long_keys}); }},
    {"add vertices with numbered keys of an own kind",
     [](builder& net) { net.add_vertices<travelling_library>({.count = 5, .prefix = "n"}); }},
    {"tie",
     [](builder& net) {
       net.tie<runs>(id<organization>{0}, id<program>{0},
                     {.role = "another role, a long text", .attributes = {{"a column with a long name", "a text"}}});
     }},
    {"tie by an own relation of an own kind",
     [](builder& net) {
       net.tie<lends_tablets_to>(id<organization>{0}, id<organization>{0}, {.role = "a role that is a long text"});
     }},
    {"add ties",
     [](builder& net) {
       net.add_ties<collaborates_with>({.source_kind = net.schema().index_of<organization>(),
                                        .target_kind = net.schema().index_of<organization>(),
                                        .sources = zero_one,
                                        .targets = zero_one});
     }},
    {"add ties with columns of attributes",
     [](builder& net) {
       static const std::vector<double> hours{1, 2};
       static const std::vector<std::string_view> places{"a category that is a long text", "another one"};
       net.add_ties<collaborates_with>({.source_kind = net.schema().index_of<organization>(),
                                        .target_kind = net.schema().index_of<organization>(),
                                        .sources = zero_one,
                                        .targets = zero_one,
                                        .attributes = {{"an attribute with a long name", hours}, {"place", places}}});
     }},
    {"tie with values of a type",
     [](builder& net) {
       net.tie<runs>(id<organization>{0}, id<program>{0},
                     {.attributes = {{"an attribute with a long name", 3.5}, {"another attribute of it", true}}});
     }},
    {"change a region",
     [](builder& net) {
       net.change_attribute({net.schema().index_of<organization>(), 0}, "region", "a region with a long name",
                            make_date(2024, 4, 1), "a source with a long id");
     }},
    {"change an attribute that is new",
     [](builder& net) {
       net.change_attribute({net.schema().index_of<organization>(), 0}, "an attribute with a long name", 7,
                            make_date(2024, 4, 1));
     }},
    {"declare an attribute",
     [](builder& net) {
       net.declare_attribute(net.schema().index_of<organization>(),
                             {.name = "an attribute with a long name", .unit = "a unit that is a long text"});
     }},
    {"retract", [](builder& net) { net.retract({net.schema().index_of<participates_in>(), 0}); }},
    {"set a sector", [](builder& net) { net.set_sector(id<organization>{0}, sector::company, make_date(2024, 4, 1)); }},
    {"declare a kind", [](builder& net) { net.declare_kind(travelling_library::name); }},
    {"declare a relation", [](builder& net) { net.declare<lends_tablets_to>(); }},
    {"declare a relation by its ends",
     [](builder& net) {
       net.declare(relation_info{.name = "a relation that is only known at run time",
                                 .source_kinds = {net.schema().index_of<organization>()},
                                 .target_kinds = {net.schema().index_of<person>()}});
     }},
    {"declare a sector", [](builder& net) { net.declare_sector("a sector that has a long name"); }},
    {"add a figure",
     [](builder& net) {
       net.add_figure(
           {.id = "a figure with a long id", .label = "and with a label that is long", .value = decimal{74, 0}});
     }},
    {"add a source", [](builder& net) { net.add_source({.id = "a source with a long id"}); }},
    {"add a file", [](builder& net) { net.add_file("another folder/with another file"); }},
};

const call refused[] = {
    {"a tie with a value that its attribute can't have",
     [](builder& net) {
       net.tie<runs>(id<organization>{0}, id<program>{0},
                     {.attributes = {{"an attribute with a long name", 3.5}, {"an attribute with a long name", true}}});
     }},
    {"a change that an attribute can't have",
     [](builder& net) {
       net.change_attribute({net.schema().index_of<organization>(), 0}, "size", "a size that is a text",
                            make_date(2024, 4, 1));
     }},
    {"a vertex of an own kind without a key", [](builder& net) { net.add<travelling_library>(""); }},
    {"a vertex of an own kind whose alias is taken",
     [](builder& net) {
       net.add<travelling_library>(texts[3], {.aliases = {std::string{texts[9]}, std::string{texts[0]}}});
     }},
    {"a vertex of an own kind in an unknown sector",
     [](builder& net) { net.add<travelling_library>(texts[3], {.sector = static_cast<sector>(99)}); }},
    {"vertices of which one has a key that is taken",
     [](builder& net) { net.add_vertices<travelling_library>({.count = 3, .keys = keys_with_one_taken}); }},
    {"vertices with a column that is too short",
     [](builder& net) { net.add_vertices<travelling_library>({.count = 9, .keys = long_keys}); }},
    {"vertices with numbered keys that are taken",
     [](builder& net) { net.add_vertices<travelling_library>({.count = 9, .prefix = "o"}); }},
    {"a tie by an own relation from no vertex",
     [](builder& net) { net.tie<lends_tablets_to>(id<travelling_library>{7}, id<organization>{0}); }},
    {"ties by an own relation to no vertex",
     [](builder& net) {
       net.add_ties<lends_tablets_to>({.source_kind = net.schema().index_of<organization>(),
                                       .target_kind = net.schema().index_of<organization>(),
                                       .sources = zero_one,
                                       .targets = zero_beyond});
     }},
    {"a tie that was never recorded taken back",
     [](builder& net) { net.retract({net.schema().index_of<runs>(), 50}); }},
    {"a relation without a name",
     [](builder& net) {
       net.declare(relation_info{.name = {}, .source_kinds = {kind_index{0}}, .target_kinds = {kind_index{0}}});
     }},
    {"a known relation with other ends",
     [](builder& net) {
       net.declare(relation_info{.name = "runs", .source_kinds = {kind_index{0}}, .target_kinds = {kind_index{0}}});
     }},
};

TEST(StrongGuarantee, HoldsWhicheverAllocationFails) {
  for (const auto& begin : {recorded, on_a_base}) {
    const std::string before = all_of(begin());
    for (const call& some : recording) {
      builder whole = begin();
      some.make(whole);
      const std::string after = all_of(whole);
      ASSERT_NE(before, after) << some.what;
      for (const failing how : {failing::once, failing::from_then_on}) {
        fail_each_allocation(how, begin, some.make, [&](builder& net, std::size_t n, const std::exception_ptr& thrown) {
          if (!thrown) {
            ASSERT_EQ(all_of(net), after) << some.what << ", allocation " << n;
            return;
          }
          ASSERT_THROW(std::rethrow_exception(thrown), std::bad_alloc) << some.what << ", allocation " << n;
          ASSERT_EQ(all_of(net), before) << some.what << ", allocation " << n;
          some.make(net);
          ASSERT_EQ(all_of(net), after) << some.what << ", repeated after allocation " << n;
        });
      }
    }
  }
}

TEST(StrongGuarantee, HoldsForCallsThatAreRefused) {
  for (const auto& begin : {recorded, on_a_base}) {
    const std::string before = all_of(begin());
    for (const call& some : refused) {
      builder net = begin();
      ASSERT_THROW(some.make(net), input_error) << some.what;
      ASSERT_EQ(all_of(net), before) << some.what;
      for (const failing how : {failing::once, failing::from_then_on}) {
        auto attempt = [&](builder& b) {
          try {
            some.make(b);
          } catch (const input_error&) {
          }
        };
        fail_each_allocation(how, begin, attempt, [&](builder& b, std::size_t n, const std::exception_ptr&) {
          ASSERT_EQ(all_of(b), before) << some.what << ", allocation " << n;
        });
      }
    }
  }
}

/// A network of which nothing may change, however often memory fails.
void expect_only_bad_alloc(const std::function<void()>& attempt) {
  for (const failing how : {failing::once, failing::from_then_on}) {
    fail_each_allocation(
        how, [] { return 0; }, [&](int) { attempt(); },
        [&](int, std::size_t n, const std::exception_ptr& thrown) {
          if (thrown) {
            ASSERT_THROW(std::rethrow_exception(thrown), std::bad_alloc) << "allocation " << n;
          }
        });
  }
}

TEST(StrongGuarantee, HoldsForFreezing) {
  for (const auto& begin : {recorded, on_a_base}) {
    const builder net = begin();
    const std::string before = all_of(net);
    expect_only_bad_alloc([&] { (void)net.freeze(); });
    EXPECT_EQ(all_of(net), before);
  }
}

TEST(StrongGuarantee, LeavesTheBaseOfABuilderAsItWas) {
  const snapshot base = recorded().freeze();
  const std::string before = described(base);
  expect_only_bad_alloc([&] {
    builder next{base};
    next.add<organization>(long_keys[0]);
    next.tie<participates_in>(id<organization>{4}, id<program>{0}, {.role = "a role that is a long text"});
    next.retract({next.schema().index_of<participates_in>(), 0});
    (void)next.freeze();
  });
  EXPECT_EQ(described(base), before);
}

}  // namespace
}  // namespace capnet::fault
