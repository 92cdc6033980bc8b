/// Figures that state one thing twice, differently: statements_conflict.
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "metric/audit_context.hpp"

namespace capnet::detail {
namespace {

/// What a value could have been before it was rounded, in units of 2 * 10^15: exact for any decimal that
/// `parse_decimal` reads. A count without a rounding step is exact.
struct bounds {
  wide_int low, high;
};
std::optional<wide_int> scaled(decimal d) {
  if (d.decimals < 0 || d.decimals > rounded_share::max_decimals) return std::nullopt;
  wide_int number = d.mantissa;
  for (int k = d.decimals; k < rounded_share::max_decimals; ++k) number *= 10;
  return number;
}
std::optional<bounds> bounds_of(const figure& f) {
  if (!f.value || (f.approximate && !f.rounding)) return std::nullopt;
  const decimal step =
      f.rounding.value_or(f.kind == figure_kind::count ? decimal{0, 0} : rounded_share::step_of(*f.value));
  const auto value = scaled(*f.value), half = scaled(step);
  if (!value || !half) return std::nullopt;
  const wide_int slack = *half < 0 ? -*half : *half;
  return bounds{2 * *value - slack, 2 * *value + slack};
}

/// A figure as a statement of its value.
struct stated {
  figure_index figure = 0;
  bounds value{};
};

/// The one that is best by an order, and the best of another series than that.
class best_two {
 public:
  void add(const audit_context& context, const stated& one, const auto& better) {
    if (!first_ || better(one, *first_)) {
      if (first_ && differ(context, one, *first_)) second_ = first_;
      first_ = one;
    } else if (differ(context, one, *first_) && (!second_ || better(one, *second_))) {
      second_ = one;
    }
  }
  /// The better of the two that is not of the same series as the other figure.
  [[nodiscard]] const std::optional<stated>& beside(const audit_context& context, const stated& other) const {
    static const std::optional<stated> none;
    if (first_ && differ(context, other, *first_)) return first_;
    return second_ && differ(context, other, *second_) ? second_ : none;
  }

 private:
  static bool differ(const audit_context& context, const stated& a, const stated& b) {
    const std::string& series = context.at(a.figure).series;
    return series.empty() || series != context.at(b.figure).series;
  }
  std::optional<stated> first_{}, second_{};
};

/// The figures of one statement and one day: those with the smallest high and the largest low, by survey.
class same_day {
 public:
  void add(const stated& one) { all_.push_back(one); }
  [[nodiscard]] const std::vector<stated>& all() const { return all_; }
  /// To be called when all are in.
  void summarize(const audit_context& context) {
    for (const stated& one : all_) {
      for (const std::string_view survey : {std::string_view{context.at(one.figure).survey}, any}) {
        extremes_[survey].first.add(context, one, [](auto& a, auto& b) { return a.value.high < b.value.high; });
        extremes_[survey].second.add(context, one, [](auto& a, auto& b) { return a.value.low > b.value.low; });
      }
    }
  }
  /// One that can't be the same number as a figure of another day that overlaps: not of the same series, whose days are
  /// told apart, and not of another survey, whose respondents are others.
  [[nodiscard]] std::optional<figure_index> contradicting(const audit_context& context, const stated& one) const {
    const std::string& survey = context.at(one.figure).survey;
    for (const std::string_view of : {std::string_view{survey.empty() ? any : survey}, std::string_view{}}) {
      const auto found = extremes_.find(of);
      if (found == extremes_.end()) continue;
      context.compared(2);
      const auto& lowest = found->second.first.beside(context, one);
      if (lowest && lowest->value.high < one.value.low) return lowest->figure;
      const auto& highest = found->second.second.beside(context, one);
      if (highest && highest->value.low > one.value.high) return highest->figure;
    }
    return std::nullopt;
  }
  /// Calls `visit(a, b)` for pairs that can't be one number: at most one for each figure, with one that is lower.
  template <class Visit>
  void for_each_contradiction(const audit_context& context, const Visit& visit) {
    std::ranges::sort(all_, {}, [](const stated& s) { return std::tuple{s.value.low, s.figure}; });
    std::map<std::string_view, stated> lowest;  // by survey, and of any: the one that ends first so far
    for (const stated& one : all_) {
      const std::string& survey = context.at(one.figure).survey;
      std::optional<stated> other;
      for (const std::string_view of : {std::string_view{survey.empty() ? any : survey}, std::string_view{}}) {
        const auto found = lowest.find(of);
        if (found != lowest.end() && (!other || found->second.value.high < other->value.high)) other = found->second;
      }
      context.compared();
      if (other && other->value.high < one.value.low) visit(other->figure, one.figure);
      for (const std::string_view of : {std::string_view{survey}, any}) {
        const auto [known, fresh] = lowest.emplace(of, one);
        if (!fresh && one.value.high < known->second.value.high) known->second = one;
      }
    }
  }

 private:
  static constexpr std::string_view any{"\0", 1};  // no survey is named so
  std::vector<stated> all_;
  std::map<std::string_view, std::pair<best_two, best_two>> extremes_;  // ends first; begins last
};

/// Held figures that state the same thing of the same time with values that no rounding reconciles. Of each statement
/// at most `most_pairs` are told; the last tells how many more there are.
class contradictions {
 public:
  contradictions(const audit_context& context, std::vector<finding>& found) : context_{&context}, found_{&found} {}

  void run() {
    using statement = std::tuple<vertex_ref, std::string, figure_kind, std::string>;
    std::map<statement, day_buckets<same_day>> statements;
    for (figure_index at = 0; at < context_->size(); ++at) {
      const figure& f = context_->at(at);
      if (f.status != status::held || !context_->subject(at) || f.label.empty()) continue;
      if (const auto value = bounds_of(f))
        statements[{*context_->subject(at), f.label, f.kind, f.unit}][f.day].add({at, *value});
    }
    for (auto& [what, days] : statements) tell(std::get<0>(what), pairs_of(days));
  }

 private:
  static constexpr std::size_t most_pairs = 10;
  using pair = std::pair<figure_index, figure_index>;

  std::set<pair> pairs_of(day_buckets<same_day>& days) const {
    std::set<pair> pairs;
    const auto add = [&](figure_index a, figure_index b) { pairs.insert({std::min(a, b), std::max(a, b)}); };
    days.for_each([&](const auto&, same_day& here) {
      here.for_each_contradiction(*context_, add);
      here.summarize(*context_);
    });
    days.for_each([&](const std::optional<partial_date>& day, const same_day& here) {
      if (!day) return;  // no day is the same time as no day alone
      days.overlapping(day, [&](const same_day& there) {
        context_->compared();
        const bool smaller = here.all().size() != there.all().size() ? here.all().size() < there.all().size()
                                                                     : std::less<>{}(&here, &there);
        if (&here == &there || !smaller || !context_->at(there.all().front().figure).day) return;
        for (const stated& one : here.all()) {
          if (const auto other = there.contradicting(*context_, one)) add(one.figure, *other);
        }
      });
    });
    return pairs;
  }
  void tell(vertex_ref subject, const std::set<pair>& pairs) {
    std::size_t told = 0;
    for (const auto& [first, second] : pairs) {
      const figure &a = context_->at(first), &b = context_->at(second);
      finding result = context_->about("statements_conflict", severity::error, {first, second});
      const std::string label = shown(a.label);
      const std::string of = " of " + context_->name(subject) + (a.day ? " on " + date_text(*a.day) : "");
      result.message = label + of + " is stated as " + value_text(a) + " and as " + value_text(b) +
                       ": no rounding makes them one number.";
      result.message_ja = context_->name_ja(subject) + "の" + label + "が" + value_text_ja(a) + "と" +
                          value_text_ja(b) + "の両方で記されており、丸めでは説明できません。";
      if (++told == most_pairs && pairs.size() > told) {
        const std::size_t more = pairs.size() - told;
        result.message += " And " + std::to_string(more) + " more pairs of figures of this statement.";
        result.message_ja += "この項目の数値には、ほかに" + std::to_string(more) + "組の食い違いがあります。";
        result.fields.emplace_back("more", static_cast<std::int64_t>(more));
      }
      found_->push_back(std::move(result));
      if (told == most_pairs) return;
    }
  }

  const audit_context* context_;
  std::vector<finding>* found_;
};

/// A count that is stated twice in one row, with different numbers. A negative one, such as what was taken back, is a
/// number as any other.
void unequal_numerators(const audit_context& context, std::vector<finding>& found) {
  for (figure_index at = 0; at < context.size(); ++at) {
    const figure& f = context.at(at);
    if (!context.firm(at) || f.kind != figure_kind::count || !f.value || !f.numerator || f.rounding) continue;
    const auto value = scaled(*f.value), numerator = scaled({*f.numerator, 0});
    if (!value || *value % *scaled({1, 0}) != 0 || *value == *numerator) continue;
    finding result = context.about("statements_conflict", severity::error, {at});
    result.message =
        named_value(f) + " is stated with a count of " + std::to_string(*f.numerator) + ": one of the two is wrong.";
    result.message_ja =
        named_value_ja(f) + "の数が" + std::to_string(*f.numerator) + "とも記されています。どちらかが誤りです。";
    found.push_back(std::move(result));
  }
}

}  // namespace

void audit_figures(const audit_context& context, std::vector<finding>& found) {
  contradictions{context, found}.run();
  unequal_numerators(context, found);
}

}  // namespace capnet::detail
