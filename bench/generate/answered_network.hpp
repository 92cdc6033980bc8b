#pragma once
/// A made-up network with something to say about every measure: organizations, programs, events, persons, skills, needs
/// and goals over eight years, of which one date in fifty is known in part.
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/model/kinds.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/network/builder.hpp>

namespace capnet::bench {

/// Of about so many ties; the same each time.
class answered_network {
 public:
  explicit answered_network(std::size_t ties) : f_{static_cast<double>(ties) / 1e6} {
    add_vertices();
    add_ties();
  }
  [[nodiscard]] snapshot freeze() const { return net_.freeze(); }

 private:
  [[nodiscard]] std::size_t share(double of_a_million) const {
    return std::max<std::size_t>(5, static_cast<std::size_t>(of_a_million * f_));
  }
  [[nodiscard]] double uniform() { return (rng_() >> 8) * 0x1p-24; }
  [[nodiscard]] partial_date begin() {
    const int year = 2018 + static_cast<int>(rng_.below(7));
    const double known = uniform();
    if (known < .01) return partial_date::year(year);
    if (known < .02) return {make_date(year, 4, 1), make_date(year, 4, 30)};
    return date{make_date(year, 1 + rng_.below(12), 1 + rng_.below(28))};
  }
  [[nodiscard]] tie_properties held(double ends) {
    tie_properties said{.active = {.begin = begin()}, .cite = sources_[rng_.below(20)]};
    if (uniform() < ends)
      said.active.end = date{make_date(std::chrono::year_month_day{said.active.begin.latest}.year().operator int() + 1 +
                                           static_cast<int>(rng_.below(3)),
                                       6, 1)};
    return said;
  }
  template <class Kind>
  std::vector<id<Kind>> add(std::size_t n, const char* prefix) {
    std::vector<id<Kind>> all;
    for (std::size_t k = 0; k < n; ++k) {
      vertex_properties p{.name = prefix + std::string{" "} + std::to_string(k), .cite = sources_[k % 20]};
      if constexpr (std::is_same_v<Kind, kind::organization>) {
        constexpr std::array sectors{sector::nonprofit, sector::company, sector::municipality};
        if (uniform() < .97) p.sector = sectors.at(rng_.below(3));
        if (uniform() < .5) p.existence.begin = date{make_date(2010 + static_cast<int>(rng_.below(8)), 4, 1)};
      }
      all.push_back(net_.add<Kind>(prefix + std::to_string(k), std::move(p)));
    }
    return all;
  }
  void add_vertices() {
    for (int k = 0; k < 20; ++k) sources_.push_back("s" + std::to_string(k));
    for (const std::string& s : sources_) net_.add_source({.id = s, .title = s});
    organizations_ = add<kind::organization>(share(100'000), "o");
    programs_ = add<kind::program>(share(200), "p");
    events_ = add<kind::event>(share(20'000), "e");
    persons_ = add<kind::person>(share(100'000), "h");
    skills_ = add<kind::skill>(share(1'000), "k");
    needs_ = add<kind::need>(share(300), "n");
    goals_ = add<kind::goal>(share(40), "g");
  }
  template <class Vertices>
  [[nodiscard]] auto any(const Vertices& of) {
    return of[rng_.below(static_cast<std::uint32_t>(of.size()))];
  }
  /// Some have far more ties than others.
  template <class Vertices>
  [[nodiscard]] auto some(const Vertices& of) {
    const double place = std::pow(uniform(), 2);
    return of[static_cast<std::size_t>(place * static_cast<double>(of.size()))];
  }
  void add_ties() {
    for (const auto p : programs_) net_.tie<rel::runs>(some(organizations_), p, held(0));
    for (std::size_t k = share(150'000); k > 0; --k)
      net_.tie<rel::participates_in>(some(organizations_), some(programs_), held(.2));
    for (const auto e : events_) net_.tie<rel::delivers>(some(organizations_), e, held(0));
    for (std::size_t k = share(300'000); k > 0; --k)
      net_.tie<rel::attends>(some(organizations_), any(events_), held(.2));
    for (std::size_t k = share(250'000); k > 0; --k) {
      const auto a = some(organizations_), b = some(organizations_);
      if (a != b) net_.tie<rel::collaborates_with>(a, b, held(.3));
    }
    for (const auto h : persons_) net_.tie<rel::employs>(some(organizations_), h, held(.2));
    for (std::size_t k = share(120'000); k > 0; --k) {
      tie_properties level = held(0);
      level.weight = 1 + rng_.below(5);
      net_.tie<rel::has_skill>(any(persons_), any(skills_), std::move(level));
    }
    for (std::size_t k = share(30'000); k > 0; --k)
      net_.tie<rel::has_need>(some(organizations_), any(needs_), held(.2));
    for (std::size_t k = share(20'000); k > 0; --k) net_.tie<rel::pursues>(some(organizations_), any(goals_), held(.2));
    for (std::size_t k = share(10'000); k > 0; --k) net_.tie<rel::addresses>(any(events_), any(needs_), held(0));
  }

  double f_;
  random_stream rng_{{.seed = 7}};
  builder net_;
  std::vector<std::string> sources_;
  std::vector<id<kind::organization>> organizations_;
  std::vector<id<kind::program>> programs_;
  std::vector<id<kind::event>> events_;
  std::vector<id<kind::person>> persons_;
  std::vector<id<kind::skill>> skills_;
  std::vector<id<kind::need>> needs_;
  std::vector<id<kind::goal>> goals_;
};

}  // namespace capnet::bench
