/// Percentages taken back to the counts behind them: percent_impossible, count_inferred, denominator_inferred,
/// interval, approximate, and statements_conflict where the figures of one survey can't be about the same respondents.
#include <algorithm>
#include <map>

#include <capnet/core/wilson.hpp>
#include <capnet/metric/feasible_counts.hpp>

#include "metric/audit_context.hpp"
#include "metric/audit_words.hpp"
#include "metric/joint_denominators.hpp"
#include "metric/share_reading.hpp"

namespace capnet::detail {
namespace {

std::vector<share_statement> statements_of(const std::vector<reading>& readings) {
  std::vector<share_statement> statements;
  for (const reading& r : readings) {
    if (r.share) statements.push_back({*r.share, r.count});
  }
  return statements;
}

/// The same without the counts: what the percentages alone allow.
std::vector<share_statement> percentages_of(const std::vector<reading>& readings) {
  std::vector<share_statement> statements = statements_of(readings);
  for (share_statement& s : statements) s.count.reset();
  return statements;
}

/// The figures of one survey, solved together; or a figure without a survey, by itself.
class survey_audit {
 public:
  survey_audit(const audit_context& context, std::vector<reading> readings, std::int64_t& tries_left,
               std::vector<finding>& found)
      : context_{&context},
        readings_{std::move(readings)},
        found_{&found},
        joint_{statements_of(readings_), tries_left},
        percentages_{percentages_of(readings_), tries_left} {
    for (const reading& r : readings_) {
      if (r.denominator) stated_.emplace(*r.denominator, r.figure);
    }
  }

  void run() {
    for (const reading& r : readings_) {
      const auto denominator = denominator_of(r);
      if (r.share && !r.count && denominator && !r.agrees(*denominator)) impossible(r, *denominator);
      if (r.share && !r.count && denominator && r.agrees(*denominator)) count_inferred(r, *denominator);
      if (r.share && r.count && (!r.denominator || !r.agrees(*r.denominator))) denominator_inferred(r);
      if (!r.share && !r.agrees(*r.denominator)) not_a_part(r);
      interval(r);
    }
    if (readings_.size() > 1) conflict();
  }

 private:
  [[nodiscard]] const figure& at(const reading& r) const { return context_->at(r.figure); }
  /// The denominator stated for the figure, else the only one stated for the same respondents.
  [[nodiscard]] std::optional<std::int64_t> denominator_of(const reading& r) const {
    return r.denominator ? r.denominator : stated_.size() == 1 ? std::optional{stated_.begin()->first} : std::nullopt;
  }
  /// "74%", "both 74% and 70%", ...
  [[nodiscard]] const std::string& together() {
    if (together_.empty()) together_ = values_together();
    return together_;
  }
  [[nodiscard]] std::string values_together() const {
    std::vector<std::string> values;
    for (const reading& r : readings_) {
      if (!r.share) continue;
      std::string value = value_text(at(r));
      if (std::ranges::find(values, value) == values.end()) values.push_back(std::move(value));
      if (values.size() > 6) return "all percentages of the survey";
    }
    return (values.size() == 2 ? "both " : "") + join_names(values);
  }

  void impossible(const reading& r, std::int64_t n) {
    const figure& f = at(r);
    finding found = context_->about("percent_impossible", severity::error, {r.figure});
    const std::string whole = std::to_string(n);
    found.message = named_value(f) + " can't be a share of " + counted(whole, f.unit);
    found.message_ja = named_value_ja(f) + "は" + counted_ja(whole, f.unit) + "のうちの割合ではありえません";
    if (r.share->empty()) {
      found.message += ": no part of a whole is that share of it.";
      found.message_ja += "。部分は全体を超えず、負にもなりません。";
    } else if (n <= 0) {
      found.message += ": a share needs at least one respondent.";
      found.message_ja += "。割合には1以上の母数が必要です。";
    } else {
      // Where none fits, the range is empty between the last count below the bounds and the first one above.
      const std::int64_t below = r.share->feasible_counts(n).last;
      const int written =
          std::max(f.value->decimals, f.rounding ? f.rounding->decimals : 0) - (f.kind == figure_kind::ratio ? 2 : 0);
      const int places = std::clamp(written + 1, 1, rounded_share::max_decimals);
      const std::string low = percent_of(below, n, places), high = percent_of(below + 1, n, places);
      found.message += ": " + std::to_string(below) + " of " + whole + " is " + low + ", " + std::to_string(below + 1) +
                       " of " + whole + " is " + high + ".";
      found.message_ja += "。" + whole + "のうち" + std::to_string(below) + "なら" + low + "、" +
                          std::to_string(below + 1) + "なら" + high + "です。";
    }
    const std::optional<std::int64_t> smallest = percentages_.smallest();
    if (smallest) {
      found.message += " The smallest group that gives " + together() + " has " +
                       counted(std::to_string(*smallest), "respondent") + ".";
      found.message_ja +=
          (joint_.statements().size() > 1 ? "同じ調査の割合すべてに合う最小の母数は" : "この割合に合う最小の母数は") +
          std::to_string(*smallest) + "です。";
    } else if (!r.share->empty()) {
      found.message += " No number of respondents was found that gives all percentages of the survey.";
      found.message_ja += "同じ調査の割合すべてに合う母数は見つかりませんでした。";
    }
    found.fields = {{"denominator", n}, {"value", *f.value}, {"smallest_joint_denominator", nullptr}};
    if (smallest) found.fields.back().second = *smallest;
    if (!r.denominator) found.fields.emplace_back("denominator_stated_by", other_stating(n));
    found_->push_back(std::move(found));
  }

  /// The figure of the same respondents that states the denominator.
  [[nodiscard]] std::string other_stating(std::int64_t n) const {
    const auto first = stated_.find(n);
    return first == stated_.end() ? std::string{} : context_->at(first->second).id;
  }

  void count_inferred(const reading& r, std::int64_t n) {
    const figure& f = at(r);
    const count_range counts = r.share->feasible_counts(n);
    finding found = context_->about("count_inferred", severity::info, {r.figure});
    found.message =
        named_value(f) + " of " + counted(std::to_string(n), f.unit) + " is " + range_text(counts) + " of them.";
    found.message_ja = named_value_ja(f) + "は、" + counted_ja(std::to_string(n), f.unit) + "のうち" +
                       range_text_ja(counts) + "に当たります。";
    found.fields = {{"denominator", n}};
    audit_context::add_list(found, "feasible_counts", counts);
    if (!r.denominator) found.fields.emplace_back("denominator_stated_by", other_stating(n));
    found_->push_back(std::move(found));
  }

  /// The largest count of the same unit about the same subject: the whole that the respondents are likely part of.
  [[nodiscard]] std::optional<figure_index> attendance(const reading& r) const {
    const auto subject = context_->subject(r.figure);
    const figure& f = at(r);
    if (!subject || f.unit.empty()) return std::nullopt;
    const auto largest = context_->largest_count(*subject, f.unit, f.day);
    return largest && *context_->firm_count(*largest) >= *r.count ? largest : std::nullopt;
  }

  void denominator_inferred(const reading& r) {
    const figure& f = at(r);
    const count_range all = r.share->feasible_denominators(*r.count);
    const std::int64_t most = *r.count < 0                             ? 0
                              : *r.count > count_range::unbounded / 10 ? count_range::unbounded - 1
                                                                       : *r.count * 10;
    finding found = context_->about("denominator_inferred",
                                    r.denominator || all.empty() ? severity::error : severity::info, {r.figure});
    const std::string count = std::to_string(*r.count);
    if (all.empty()) {
      found.message = "No number of respondents gives " + named_value(f) + " as " + counted(count, f.unit) +
                      ": the count or the percentage is wrong.";
      found.message_ja = named_value_ja(f) + "が" + counted_ja(count, f.unit) +
                         "になる母数はありません。数か割合のどちらかが誤りです。";
    } else {
      found.message = named_value(f) + " with a count of " + count + " needs " + range_text(all) + " respondents";
      found.message_ja = named_value_ja(f) + "が" + counted_ja(count, f.unit) + "になる母数は" + range_text_ja(all);
      if (r.denominator) {
        const std::string stated = std::to_string(*r.denominator);
        found.message += ", not the " + stated + " stated";
        if (*r.denominator > 0 && *r.count >= 0 && *r.count <= *r.denominator)
          found.message += ": " + count + " of " + stated + " is " + percent_of(*r.count, *r.denominator, 1);
        found.message_ja += "で、記載の" + stated + "ではありません";
      } else {
        found.message_ja += "です";
      }
      if (const auto other = attendance(r)) {
        const figure& g = context_->at(*other);
        const std::int64_t whole = *context_->firm_count(*other);
        const std::string label = g.label.empty() ? "" : " (" + shown(g.label) + ")";
        const bool fits = r.agrees(whole);
        found.message += fits ? "; the " + value_text(g) + " counted there" + label + " fit"
                              : ", although " + value_text(g) + " are counted there" + label;
        found.message_ja += (fits ? "。そこで数えられた" : "。ただしそこで数えられたのは") + named_value_ja(g) +
                            (fits ? "と合います" : "です");
        if (!fits && found.severity == severity::info) found.severity = severity::warning;
        found.fields.emplace_back("counted", whole);
        found.fields.emplace_back("counted_by", g.id);
        audit_context::add_cite(found, g.cite);
      }
      if (joint_.all() && joint_.statements().size() > 1 && !joint_.all()->empty() &&
          static_cast<std::int64_t>(joint_.all()->size()) < all.size()) {
        const std::string joint = joint_.all()->size() == 1 ? std::to_string(joint_.all()->front())
                                                            : std::to_string(joint_.all()->size()) + " of them";
        found.message += "; with the survey's other figures only " + joint;
        found.message_ja +=
            "。同じ調査の他の数値も合わせると" +
            (joint_.all()->size() == 1 ? joint + "だけです" : std::to_string(joint_.all()->size()) + "通りです");
      }
      found.message += ".";
      found.message_ja += "。";
    }
    std::vector<std::pair<std::string, finding_value>> extra = std::move(found.fields);
    found.fields = {{"numerator", *r.count}};
    audit_context::add_list(found, "feasible_denominators", all & count_range{1, most});
    found.fields.emplace_back("stated_denominator",
                              r.denominator ? finding_value{*r.denominator} : finding_value{nullptr});
    found.fields.insert(found.fields.end(), extra.begin(), extra.end());
    if (joint_.statements().size() > 1) {
      found.fields.emplace_back("joint_feasible", joint_.possible());
      if (joint_.all()) {
        std::vector<std::int64_t> first(
            joint_.all()->begin(),
            joint_.all()->begin() + std::min<std::ptrdiff_t>(std::ssize(*joint_.all()), finding_list_limit));
        const auto length = static_cast<std::int64_t>(joint_.all()->size());
        found.fields.emplace_back("joint_denominators", std::move(first));
        if (length > finding_list_limit) found.fields.emplace_back("joint_denominators_total", length);
      }
    }
    found_->push_back(std::move(found));
  }

  /// A count and a denominator without a percentage, where the count is no part of it.
  void not_a_part(const reading& r) {
    const figure& f = at(r);
    finding found = context_->about("statements_conflict", severity::error, {r.figure});
    const std::string part = std::to_string(*r.count), whole = std::to_string(*r.denominator);
    found.message = (f.label.empty() ? "" : shown(f.label) + ": ") + part + " can't be a part of " + whole + ".";
    found.message_ja =
        (f.label.empty() ? "" : shown(f.label) + "：") + part + "は" + whole + "の一部ではありえません。";
    found_->push_back(std::move(found));
  }

  /// The denominator that is known or inferred alone.
  [[nodiscard]] std::optional<std::int64_t> only_denominator(const reading& r) const {
    if (r.denominator && r.agrees(*r.denominator)) return r.denominator;
    if (r.denominator && !r.count) return std::nullopt;
    if (const auto stated = denominator_of(r); !r.denominator && stated && r.agrees(*stated)) return stated;
    if (joint_.all() && joint_.all()->size() == 1) return joint_.all()->front();
    if (!r.share || !r.count) return std::nullopt;
    const count_range own = r.share->feasible_denominators(*r.count);
    return own.single() ? std::optional{own.first} : std::nullopt;
  }

  void interval(const reading& r) {
    const auto n = only_denominator(r);
    if (!n || *n <= 0) return;
    std::optional<std::int64_t> k = r.count;
    if (!k) {
      const count_range counts = r.share->feasible_counts(*n);
      if (counts.single()) k = counts.first;
    }
    if (!k || *k < 0 || *k > *n) return;
    const figure& f = at(r);
    const share_interval wilson95 = wilson(*k, *n);
    finding found = context_->about("interval", severity::info, {r.figure});
    const std::string part = std::to_string(*k), whole = std::to_string(*n);
    found.message = (f.label.empty() ? "" : shown(f.label) + ": ") + part + " of " + whole + " is " +
                    percent_of(*k, *n, 1) + "; 95% interval " + percent_text(wilson95.low) + " to " +
                    percent_text(wilson95.high) + " (Wilson), if they stand for more than themselves.";
    found.message_ja = (f.label.empty() ? "" : shown(f.label) + "：") + whole + "のうち" + part + "は" +
                       percent_of(*k, *n, 1) + "、より広い集団を代表するとみれば95%区間は" +
                       percent_text(wilson95.low) + "から" + percent_text(wilson95.high) + "（ウィルソン）です。";
    found.fields = {{"numerator", *k},
                    {"denominator", *n},
                    {"share", wilson95.share},
                    {"low", wilson95.low},
                    {"high", wilson95.high}};
    found_->push_back(std::move(found));
  }

  void conflict() {
    std::vector<figure_index> all;
    for (const reading& r : readings_) all.push_back(r.figure);
    const std::string& survey = at(readings_[0]).survey;
    const std::string named = quote(survey), named_ja = "「" + shown(survey) + "」";
    const auto report = [&](const std::vector<figure_index>& figures, std::string message, std::string message_ja) {
      finding found = context_->about("statements_conflict", severity::error, figures);
      found.message = std::move(message);
      found.message_ja = std::move(message_ja);
      found.fields = {{"survey", survey}, {"joint_feasible", joint_.possible()}};
      found_->push_back(std::move(found));
    };
    const bool each_possible = std::ranges::all_of(joint_.statements(), [](const share_statement& s) {
      return !s.share.empty() && (!s.count || !s.share.feasible_denominators(*s.count).empty());
    });
    if (!joint_.possible() && each_possible) {
      return report(all,
                    "No number of respondents gives all figures of the survey " + named +
                        " together: they are not about the same respondents, or one of them is wrong.",
                    "調査" + named_ja +
                        "のすべての数値に合う母数はありません。同じ回答者についての数値ではないか、どれかが誤りです。");
    }
    if (stated_.size() > 1) {
      std::vector<std::string> numbers;
      std::vector<figure_index> stating;
      for (const auto& [n, first] : stated_) {
        if (numbers.size() < 6) numbers.push_back(std::to_string(n));
      }
      for (const reading& r : readings_) {
        if (r.denominator) stating.push_back(r.figure);
      }
      return report(stating,
                    "The figures of the survey " + named + " state different numbers of respondents (" +
                        join_names(numbers) + "): enter them as different surveys, or one is wrong.",
                    "調査" + named_ja + "の数値が異なる母数（" + join_ja(numbers) +
                        "）を示しています。別の調査として記載するか、どれかが誤りです。");
    }
    for (const reading& r : readings_) {
      const auto stated = denominator_of(r);
      if (!each_possible || r.denominator || !r.count || !stated || r.agrees(*stated)) continue;
      return report(all,
                    "The survey " + named + " has " + std::to_string(*stated) + " respondents, but " +
                        named_value(at(r)) + " with a count of " + std::to_string(*r.count) +
                        " needs another number: they are not about the same respondents, or one of them is wrong.",
                    "調査" + named_ja + "の母数は" + std::to_string(*stated) + "ですが、" + named_value_ja(at(r)) +
                        "で数が" + std::to_string(*r.count) + "なら別の母数になります。");
    }
  }

  const audit_context* context_;
  std::vector<reading> readings_;
  std::vector<finding>* found_;
  std::map<std::int64_t, figure_index> stated_;  // number of respondents: the first figure that states it
  std::string together_{};
  joint_denominators joint_;
  joint_denominators percentages_;
};

void approximate(const audit_context& context, figure_index at, std::vector<finding>& found) {
  const figure& f = context.at(at);
  finding note = context.about("approximate", severity::info, {at});
  note.message = "About " + named_value(f) + " is approximate: nothing follows from it exactly.";
  note.message_ja = "約" + named_value_ja(f) + "は概数で、ここから正確には何も導けません。";
  const auto share = read_share(context, at);
  if (share && share->share && f.denominator) {
    const count_range counts = share->share->feasible_counts(*f.denominator);
    const std::string whole = std::to_string(*f.denominator);
    const std::string step =
        f.rounding ? "Rounded to " + to_text(*f.rounding) + (f.kind == figure_kind::percent ? " points" : "")
                   : "If it were exact";
    const std::string step_ja =
        f.rounding ? to_text(*f.rounding) + (f.kind == figure_kind::percent ? "ポイント" : "") + "刻みの丸めとみれば"
                   : "仮に正確な値なら";
    note.message += " " + step + ", " + (counts.empty() ? "no count" : range_text(counts)) + " of " +
                    counted(whole, f.unit) + (counts.single() || counts.empty() ? " fits." : " fit.");
    note.message_ja += step_ja + "、" + counted_ja(whole, f.unit) + "のうち" +
                       (counts.empty() ? "合う数はありません。" : range_text_ja(counts) + "が当てはまります。");
    note.fields.emplace_back("denominator", *f.denominator);
    audit_context::add_list(note, "feasible_counts", counts);
  }
  found.push_back(std::move(note));
}

}  // namespace

void audit_shares(const audit_context& context, std::vector<finding>& found) {
  std::map<std::string, std::vector<reading>> surveys;
  std::int64_t tries_left = audit_tries;
  for (figure_index at = 0; at < context.size(); ++at) {
    const std::string& survey = context.at(at).survey;
    if (context.at(at).approximate) approximate(context, at, found);
    if (!context.firm(at)) continue;
    const auto share = read_share(context, at);
    if (share && survey.empty()) survey_audit{context, {*share}, tries_left, found}.run();
    if (share && !survey.empty()) surveys[survey].push_back(*share);
  }
  for (auto& [survey, readings] : surveys) survey_audit{context, std::move(readings), tries_left, found}.run();
}

}  // namespace capnet::detail
