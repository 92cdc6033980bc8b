#pragma once
/// A plan lowered to what the executor does: hops along columns with the filters behind them, and what is done to rows
/// in between.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/query/attribute_named.hpp>
#include <capnet/query/detail/lowered_filter.hpp>
#include <capnet/query/plan.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet::detail {

/// What the tie of a step does to the weight of a walk: multiplies it, is it (query_sum), or nothing.
enum class weighing : std::uint8_t { nothing, product, sum };

/// One way of a hop: a relation in one direction.
struct lowered_way {
  step_along along{};
  const layer* ties = nullptr;
  bool forward = true;  ///< of the columns: an undirected relation has one direction
  tie_nature nature = tie_nature::state;
  const vertex_space *from = nullptr, *to = nullptr;
  std::uint32_t first_test = 0;  ///< of its blocks, in lowered_plan::tests
  std::size_t number = 0;        ///< among all ways of the plan
  bool in_space = true;          ///< its ends are counted as the hop's are
  weighing weighs = weighing::nothing;
  std::optional<attribute_index> summed{};  ///< else the weight itself
  std::vector<tie_filter> filters{};

  [[nodiscard]] const adjacency& side(std::size_t block) const {
    const tie_block& some = *ties->blocks()[block];
    return forward ? some.out : some.in;
  }
};

/// A step of a lowered plan. `step`: the one of the plan that it answers for.
struct lowered_step {
  enum class what : std::uint8_t { hop, filter, top, name, again, condition };
  what how = what::hop;
  std::size_t step = 0;
  std::vector<lowered_way> ways{};  ///< of a hop, from here on
  std::uint32_t fewest = 1, most = 1;
  const vertex_space* space = nullptr;    ///< by which the hop's ends are counted
  std::vector<vertex_filter> filters{};   ///< of each end, or of rows; first the one by region that is named next
  bool start_region = false;              ///< ends are of the region of the start, or
  std::optional<std::uint32_t> region{};  ///< of this one, found as a range where they lie by region
  std::optional<std::size_t> tie_name{};  ///< register that takes the tie
  std::size_t reg = 0;                    ///< of `name` and `again`
  const query_condition* condition = nullptr;
  const step_top* top = nullptr;
};

/// A plan made ready, days apart. It refers to the plan and the network, which outlive it.
struct lowered_plan {
  std::vector<lowered_step> kept{};  ///< the first `size` of these; others keep their memory for later plans
  std::size_t size = 0;
  std::vector<day_test> tests{};          ///< of each way's blocks: whether ties count on some of the days
  std::vector<std::string_view> names{};  ///< [register]
  const step_top* last_top = nullptr;
  std::size_t ways = 0;
  bool weighs = false;
  bool begins_with_deeds = false;

  [[nodiscard]] std::span<const lowered_step> steps() const { return {kept.data(), size}; }
  void clear() {
    size = ways = 0;
    tests.clear(), names.clear();
    last_top = nullptr;
  }
  /// Makes the tests anew: for `some_day`, which counts what counts on some of the days asked for.
  void test_days(const validity& some_day) {
    tests.clear();
    for (lowered_step& step : std::span{kept}.first(size)) {
      for (lowered_way& way : step.ways) {
        way.first_test = static_cast<std::uint32_t>(tests.size());
        for (std::size_t b = 0; b < way.ties->blocks().size(); ++b) tests.emplace_back(some_day, way.side(b).times);
      }
    }
  }
  lowered_step& add(lowered_step::what how, std::size_t at) {
    if (size == kept.size()) kept.emplace_back();
    lowered_step& step = kept[size++];
    step.how = how, step.step = at;
    step.ways.clear(), step.filters.clear();
    step.fewest = step.most = 1;
    step.space = nullptr;
    step.start_region = false;
    step.region.reset(), step.tie_name.reset();
    return step;
  }
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const {
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? std::nullopt : std::optional{static_cast<std::size_t>(found - names.begin())};
  }
};

/// Lowers plans. `wanted`: names that the answer shows.
template <class Memory>
class plan_lowering {
 public:
  plan_lowering(const snapshot& net, const Memory& memory, const query_plan& plan, std::span<const std::string> wanted)
      : net_{net}, memory_{memory}, plan_{plan}, wanted_{wanted} {}

  void lower(lowered_plan& into) {
    expect_steps_of(net_, plan_);
    made_ = &into;
    into.weighs = !plan_.sum && weighs(net_, plan_);
    into.begins_with_deeds = begins_with_deeds();
    for (std::size_t at = 0; at < plan_.steps.size();) at = lower_from(at);
    into.last_top = plan_.steps.empty() ? nullptr : std::get_if<step_top>(&plan_.steps.back());
    for (const std::string& name : wanted_) expect_named(name);
    for (const query_condition& one : plan_.conditions) {
      if (!one.left.name.empty()) expect_named(one.left.name);
      if (!one.right.name.empty()) expect_named(one.right.name);
      if (one.left.name.empty() && one.right.name.empty()) add(lowered_step::what::condition, 0).condition = &one;
    }
  }

 private:
  using what = lowered_step::what;

  std::size_t lower_from(std::size_t at) {
    const plan_step& step = plan_.steps[at];
    if (const auto* one = std::get_if<step_along>(&step)) return hop(at, {one, 1}, nullptr);
    if (const auto* walk = std::get_if<step_walk>(&step)) return hop(at, walk->ways, walk);
    if (const auto* top = std::get_if<step_top>(&step)) {
      add(what::top, at).top = top;
    } else if (const auto* name = std::get_if<step_name>(&step)) {
      if (name->again) {
        const auto known = made_->find(name->name);
        if (!known) refuse("no vertex was given the name ", quote(name->name), " before; expected one that was");
        add(what::again, at).reg = *known;
      } else if (asked_for(name->name)) {
        add(what::name, at).reg = add_name(name->name);
        conditions(at, name->name);
      }
    } else {
      add(what::filter, at).filters.emplace_back(net_, step);
    }
    return at + 1;
  }
  std::size_t hop(std::size_t at, std::span<const step_along> ways, const step_walk* walk) {
    lowered_step& made = add(what::hop, at);
    if (walk != nullptr) made.fewest = walk->fewest, made.most = walk->most;
    for (const step_along& along : ways) {
      const layer& ties = net_.layer(along.relation);
      lowered_way way{.along = along, .ties = &ties, .forward = along.forward || !ties.directed()};
      way.nature = net_.schema().relation(along.relation).nature;
      way.from = way.forward ? &memory_.sources(along.relation) : &memory_.targets(along.relation);
      way.to = way.forward ? &memory_.targets(along.relation) : &memory_.sources(along.relation);
      way.number = made_->ways++;
      way.weighs = made_->weighs ? weighing::product : weighing::nothing;
      if (plan_.sum && plan_.sum->step == at) sum(way, made);
      if (walk != nullptr) {
        for (const step_attribute& filter : walk->filters) way.filters.emplace_back(net_, along.relation, filter);
      }
      const bool fits = made.space == nullptr || made.space->same(*way.to);
      made.space = made.ways.empty() ? way.to : fits ? made.space : &memory_.all();
      made.ways.push_back(std::move(way));
    }
    if (walk != nullptr) expect_attributes(*walk);
    const bool once = made.fewest == 1 && made.most == 1;
    if (!once) made.space = &memory_.all();
    for (lowered_way& way : made.ways) way.in_space = made.space->same(*way.to);
    if (walk != nullptr && !walk->name.empty() && asked_for(walk->name)) {
      expect(once, "a step of several ties has a name; expected one of a single tie");
      made.tie_name = add_name(walk->name);
    }
    // What ends have to pass is asked when a tie leads to them.
    std::size_t next = at + 1;
    for (; once && next < plan_.steps.size() && is_filter(plan_.steps[next]); ++next) {
      vertex_filter filter{net_, plan_.steps[next]};
      if (!filter.can_be_pushed()) break;
      if (std::ranges::all_of(made.ways, [&](const auto& way) { return filter.passes_all(net_.schema(), *way.to); }))
        continue;
      if (filter.same_region()) {
        if (made.start_region) continue;
        made.start_region = true;
        made.region.reset();
      }
      const bool by_region = filter.same_region() || (!made.start_region && filter.region());
      if (by_region && !made.start_region) made.region = filter.region();
      made.filters.insert(by_region ? made.filters.begin() : made.filters.end(), std::move(filter));
    }
    if (walk != nullptr && made.tie_name) conditions(at, walk->name);
    return next;
  }
  void expect_attributes(const step_walk& walk) const {
    for (const step_attribute& filter : walk.filters) {
      if (!attribute_named(net_.schema(), net_, walk.ways, filter.attribute))
        refuse("ties of this step have no attribute ", quote(filter.attribute), "; expected one that they have");
    }
  }
  void sum(lowered_way& way, const lowered_step& made) const {
    expect(made.fewest == 1 && made.most == 1, "what is added up is of a step of several ties; expected a single one");
    way.weighs = weighing::sum;
    if (plan_.sum->attribute == "weight") return;
    const relation_index r = way.along.relation;
    way.summed = net_.schema().find_attribute(r, plan_.sum->attribute);
    if (way.summed && is_number(net_.schema().attribute(r, *way.summed).type)) return;
    refuse("relation ", quote(net_.schema().relation(r).name), " has no number ", quote(plan_.sum->attribute),
           "; expected one that it has");
  }
  // Conditions are tested where the last of their names is given.
  void conditions(std::size_t at, const std::string& name) {
    for (const query_condition& one : plan_.conditions) {
      const bool of_it = one.left.name == name || one.right.name == name;
      const auto known = [&](const query_term& t) { return t.name.empty() || made_->find(t.name).has_value(); };
      if (of_it && known(one.left) && known(one.right)) add(what::condition, at).condition = &one;
    }
  }
  static bool is_filter(const plan_step& step) {
    return !std::holds_alternative<step_along>(step) && !std::holds_alternative<step_walk>(step) &&
           !std::holds_alternative<step_top>(step) && !std::holds_alternative<step_name>(step);
  }
  lowered_step& add(what how, std::size_t at) { return made_->add(how, at); }
  std::size_t add_name(std::string_view name) {
    if (made_->find(name)) refuse("the name ", quote(name), " is given twice; expected each once");
    made_->names.push_back(name);
    return made_->names.size() - 1;
  }
  void expect_named(const std::string& name) const {
    if (!made_->find(name)) refuse("nothing was given the name ", quote(name), "; expected a name that was");
  }
  [[nodiscard]] bool asked_for(const std::string& name) const {
    return std::ranges::find(wanted_, name) != wanted_.end() ||
           std::ranges::any_of(plan_.conditions,
                               [&](const auto& one) { return one.left.name == name || one.right.name == name; }) ||
           std::ranges::any_of(plan_.steps, [&](const plan_step& step) {
             const auto* again = std::get_if<step_name>(&step);
             return again != nullptr && again->again && again->name == name;
           });
  }
  // Whether the first ties of walks can be deeds, which those who have ended did too.
  [[nodiscard]] bool begins_with_deeds() const {
    const auto is_deed = [&](const step_along& way) {
      return net_.schema().relation(way.relation).nature == tie_nature::deed;
    };
    for (const plan_step& step : plan_.steps) {
      if (std::holds_alternative<step_top>(step)) return false;
      if (const auto* one = std::get_if<step_along>(&step)) return is_deed(*one);
      if (const auto* walk = std::get_if<step_walk>(&step)) return std::ranges::any_of(walk->ways, is_deed);
    }
    return false;
  }

  const snapshot& net_;
  const Memory& memory_;
  const query_plan& plan_;
  std::span<const std::string> wanted_;
  lowered_plan* made_ = nullptr;
};

}  // namespace capnet::detail
