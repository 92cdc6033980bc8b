#pragma once
/// What the parts of a made-up pro bono network share: draws, rows, and what is there once. Not interface: see
/// sim/pro_bono_network.hpp.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/hash.hpp>
#include <capnet/core/random.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/sim/detail/pro_bono_lists.hpp>

namespace capnet::detail {

class pro_bono_rows {
 public:
  explicit pro_bono_rows(std::uint64_t seed) : seed_{seed} {}

  /// `step` tells apart what is drawn for one id.
  [[nodiscard]] random_stream choices_of(std::string_view id, std::uint32_t step = 0) const {
    return random_stream{{.seed = seed_, .entity = stable_hash(id), .step = step}};
  }
  static std::string numbered(const std::string& stem, std::size_t number) {
    return stem + (number < 10 ? "0" : "") + std::to_string(number);
  }
  static unsigned between(unsigned low, unsigned high, random_stream& rng) { return low + rng.below(high - low + 1); }
  template <class List>
  static const auto& one_of(const List& list, random_stream& rng) {
    return list[rng.below(static_cast<std::uint32_t>(list.size()))];
  }
  /// `n` different numbers below `size`, ascending; all of them if there are no more.
  static std::vector<std::size_t> some_of(std::size_t size, std::size_t n, random_stream& rng) {
    std::vector<std::size_t> left(size);
    for (std::size_t k = 0; k < size; ++k) left[k] = k;
    while (left.size() > n) left.erase(left.begin() + rng.below(static_cast<std::uint32_t>(left.size())));
    return left;
  }
  static partial_date month(int year, unsigned number) {
    const std::chrono::year_month_day last{std::chrono::year{year} / std::chrono::month{number} / std::chrono::last};
    return {make_date(year, number, 1), date{last}};
  }
  static partial_date some_day(int year, unsigned month, random_stream& rng) {
    return make_date(year, month, between(5, 25, rng));
  }

  // Rows: all cite that they are generated.

  template <vertex_kind Kind>
  id<Kind> add(const std::string& key, vertex_properties said) {
    if (said.name_en.empty()) said.name_en = said.name;
    if (said.cite.empty()) said.cite = "generated";
    return net_.add<Kind>(key, std::move(said));
  }
  template <tie_relation Relation, class Source, class Target>
  void tie(Source source, Target target, tie_properties said = {}) {
    said.cite = "generated";
    net_.tie<Relation>(source, target, std::move(said));
  }
  /// The same where a level may be unstated.
  template <tie_relation Relation, class Source>
  void level(Source who, id<kind::skill> skill, std::optional<unsigned> level, std::vector<attribute> more = {}) {
    tie<Relation>(
        who, skill,
        {.weight = level ? std::optional{static_cast<double>(*level)} : std::nullopt, .attributes = std::move(more)});
  }
  static vertex_properties named(const named_text& text) {
    return {.name = std::string{text.name}, .name_en = std::string{text.name_en}};
  }

  void add_shared() {
    net_.add_source({.id = "guide_article", .title = "Guide article on online pro bono by retired IT professionals"});
    net_.add_source({.id = "intermediary_pages", .title = "Public pages of pro bono intermediaries"});
    net_.add_source({.id = "generated",
                     .title = "Generated with seed " + std::to_string(seed_) +
                              " by capnet generate probono: nobody and nothing here is real"});
    attribute_info yen = info_of<attr::cost>();
    yen.unit = "JPY";
    net_.declare_attribute(net_.schema().index_of<kind::event>(), yen);
    net_.declare_attribute(net_.schema().index_of<kind::course>(), yen);
    for (const named_skill& s : pro_bono_skills) {
      std::vector<attribute> said;
      if (!s.parent.empty()) said.emplace_back("parent", s.parent);
      said.emplace_back("scale", "0-4");
      said.emplace_back("list", s.list);
      const auto skill = add<kind::skill>(std::string{s.id}, {.name = std::string{s.name},
                                                              .name_en = std::string{s.name_en},
                                                              .cite = "guide_article",
                                                              .attributes = std::move(said)});
      const auto below = [&](const named_skill& other) { return other.parent == s.id; };
      if (std::ranges::none_of(pro_bono_skills, below)) skills_.push_back(skill);
    }
    for (const named_text& area : pro_bono_areas)
      areas_.push_back(add<kind::region>(std::string{area.id}, named(area)));
    for (std::size_t k = 0; k < pro_bono_regions.size(); ++k) {
      const std::string name{pro_bono_regions[k]};
      std::string key = name;
      key.front() = static_cast<char>(key.front() - 'A' + 'a');
      regions_.push_back(add<kind::region>(key, {.name = name}));
      tie<rel::located_in>(regions_.back(), areas_[pro_bono_area_of[k]]);
    }
    program_ = add<kind::program>("pro_bono", {.name = "Generated online pro bono"});
    for (const std::string_view tool : pro_bono_tools)
      tools_.push_back(add<kind::tool>(std::string{tool}, {.name = std::string{tool}}));
    for (const named_text& need : pro_bono_needs) needs_.push_back(add<kind::need>(std::string{need.id}, named(need)));
    for (const named_answer& one : pro_bono_practices) {
      practices_.push_back(add<kind::practice>(std::string{one.text.id}, named(one.text)));
      add_answer(practices_.back(), one);
    }
    for (const named_answer& one : pro_bono_offers) {
      offers_.push_back(add<kind::offer>(std::string{one.text.id}, named(one.text)));
      add_answer(offers_.back(), one);
    }
    backbone_ = add<kind::organization>(
        "backbone", {.name = "Generated backbone", .sector = sector::nonprofit, .region = "Tokyo", .size = 12});
    tie<rel::located_in>(backbone_, regions_.back());
    tie<rel::runs>(backbone_, program_, {.active = {.begin = month(2024, 1)}});
    tie<rel::offers>(backbone_, offers_[1]);
  }
  template <class Answer>
  void add_answer(Answer answer, const named_answer& one) {
    tie<rel::addresses>(answer, needs_[one.need]);
    if (one.other != one.need) tie<rel::addresses>(answer, needs_[one.other]);
  }

  builder net_;
  std::vector<id<kind::skill>> skills_;  // those with none below
  std::vector<id<kind::region>> areas_, regions_;
  std::vector<id<kind::tool>> tools_;
  std::vector<id<kind::need>> needs_;
  std::vector<id<kind::practice>> practices_;
  std::vector<id<kind::offer>> offers_;
  id<kind::program> program_{};
  id<kind::organization> backbone_{};

 private:
  std::uint64_t seed_;
};

}  // namespace capnet::detail
