/// Rows that are likely slips of the pen: outlying_date, never_holds, duplicate_tie.
#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include <capnet/core/text.hpp>
#include <capnet/model/validity.hpp>

#include "metric/audit_context.hpp"

namespace capnet::detail {
namespace {

/// Findings of one code: the first `most` of them, the last of which tells how many more there are.
class first_findings {
 public:
  explicit first_findings(std::vector<finding>& found) : found_{&found} {}
  /// Whether one more is wanted; else it is only counted.
  [[nodiscard]] bool wants_more() {
    if (told_ < most) return true;
    ++more_;
    return false;
  }
  void add(finding one) {
    ++told_;
    found_->push_back(std::move(one));
  }
  void finish() {
    if (more_ == 0) return;
    finding& last = found_->back();
    last.message += " And " + std::to_string(more_) + " more like it.";
    last.message_ja += "同様のものがほかに" + std::to_string(more_) + "件あります。";
    last.fields.emplace_back("more", static_cast<std::int64_t>(more_));
  }

 private:
  static constexpr std::size_t most = 100;
  std::vector<finding>* found_;
  std::size_t told_ = 0, more_ = 0;
};

std::string in_brackets(const std::string& place) { return place.empty() ? place : " (" + place + ")"; }

void add_line(finding& found, const origin& where) {
  if (where.line != 0) found.fields.emplace_back("line", static_cast<std::int64_t>(where.line));
}

/// What is said of a vertex or tie, with where and by whom.
struct row {
  std::string name{}, name_ja{};
  bool tie = false;
  std::vector<std::string> vertices{};
  spell when{};
  origin where{};
  std::string cite{};
};
row row_of(const audit_context& context, vertex_ref v) {
  const vertex_properties p = context.net().properties(v);
  return {context.name(v), context.name_ja(v), false, {context.net().key(v)}, p.existence, p.where, p.cite};
}
row row_of(const audit_context& context, tie_ref t) {
  const tie_record uv = context.net().tie(t);
  const std::string& relation = context.net().schema().relation(t.relation).name;
  return {context.sentence(uv.source, relation, uv.target),
          context.sentence_ja(uv.source, relation, uv.target),
          true,
          {context.net().key(uv.source), context.net().key(uv.target)},
          uv.properties.active,
          uv.properties.where,
          uv.properties.cite};
}
/// Calls `visit(vertex_ref or tie_ref, held_when)` for each vertex and tie.
template <class Visit>
void for_each_row(const snapshot& net, const Visit& visit) {
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
    for (const vertex_ref v : net.vertices(static_cast<kind_index>(k))) visit(v, net.held(v));
  }
  for (const layer& rows : net.layers()) {
    rows.for_each([&](std::uint32_t at, const dated_tie& uv) { visit(tie_ref{rows.relation(), at}, uv.when); });
  }
}

/// Days so far from all others that a digit is likely wrong: see day_spread.
class outlying_dates {
 public:
  outlying_dates(const audit_context& context, std::vector<finding>& found)
      : context_{&context}, net_{&context.net()}, told_{found} {}

  void run() {
    if (!net_->usual_day()) return;
    for_each_row(*net_, [&](auto which, const held_when& w) {
      const bool begin = outlying(w.begin_earliest) || outlying(w.begin_latest);
      const bool end = outlying(w.end_earliest) || outlying(w.end_latest);
      if ((!begin && !end) || !told_.wants_more()) return;
      const row said = row_of(*context_, which);
      const partial_date& day = begin ? said.when.begin : said.when.end;
      const std::string name = said.tie ? "'" + said.name + "'" : said.name;
      tell(day, (begin ? "the begin of " : "the end of ") + name, said.name_ja + (begin ? "の開始日" : "の終了日"),
           said.where, said.cite, said.vertices, {});
    });
    for (figure_index f = 0; f < context_->size(); ++f) {
      const figure& reported = context_->at(f);
      if (!reported.day || !(net_->outlying(reported.day->earliest) || net_->outlying(reported.day->latest))) continue;
      if (!told_.wants_more()) continue;
      tell(*reported.day, "the date of " + named_value(reported), named_value_ja(reported) + "の日付", {},
           reported.cite, {}, {f});
    }
    told_.finish();
  }

 private:
  [[nodiscard]] bool outlying(std::int32_t day) const { return net_->outlying(held_when::day(day)); }
  void tell(const partial_date& day, const std::string& what, const std::string& what_ja, const origin& where,
            const std::string& cite, std::vector<std::string> vertices, const std::vector<figure_index>& figures) {
    finding result = context_->about("outlying_date", severity::warning, figures);
    if (figures.empty()) result.vertices = std::move(vertices);
    audit_context::add_cite(result, cite);
    const std::string usual = to_string(*net_->usual_day()).substr(0, 4);
    const std::string place = in_brackets(context_->place(where));
    result.message = date_text(day) + ", " + what + place + ", lies far from the other dates, which are around " +
                     usual + ": one of its digits may be wrong. No day is chosen by it.";
    result.message_ja = what_ja + place + "の" + date_text(day) + "は、ほかの日付（" + usual +
                        "年ごろ）から大きく離れています。数字の誤りかもしれません。基準日の選択には使いません。";
    result.fields = {{"date", date_text(day)}};
    add_line(result, where);
    told_.add(std::move(result));
  }

  const audit_context* context_;
  const snapshot* net_;
  first_findings told_;
};

/// Spells that hold on no day, whatever the unknown days are: an end is the first day on which they no longer hold.
void never_holds(const audit_context& context, std::vector<finding>& found) {
  first_findings told{found};
  for_each_row(context.net(), [&](auto which, const held_when& w) {
    if (w.ever() || !told.wants_more()) return;
    const row said = row_of(context, which);
    finding result = context.about("never_holds", severity::warning, {});
    result.vertices = said.vertices;
    audit_context::add_cite(result, said.cite);
    const std::string day = date_text(said.when.begin), place = in_brackets(context.place(said.where));
    result.message =
        said.name + (said.tie ? "" : " exists") + " from " + day + " to " + date_text(said.when.end) + place +
        ", which is no day: an end is the first day on which it no longer holds. Give the day after, or no end.";
    result.message_ja =
        said.name_ja + "は" + day + "に始まり" + date_text(said.when.end) + "に終わるとあり" + place +
        "、成り立つ日がありません。終了日は成り立たなくなる最初の日です。翌日とするか、空欄にしてください。";
    result.fields = {{"date", day}};
    add_line(result, said.where);
    told.add(std::move(result));
  });
  told.finish();
}

/// Ties that are stated again, word for word. They lie beside each other in the list of an end.
class duplicate_ties {
 public:
  duplicate_ties(const audit_context& context, std::vector<finding>& found)
      : context_{&context}, net_{&context.net()}, told_{found} {}

  void run() {
    for (const layer& rows : net_->layers()) {
      const relation_info& info = net_->schema().relation(rows.relation());
      for (std::size_t k = 0; k < net_->schema().kind_count() && rows.size() > 1; ++k) {
        const auto kind = static_cast<kind_index>(k);
        if (!rows.sources().admits(kind)) continue;
        for (const vertex_ref v : net_->vertices(kind)) see_list(rows, info, v);
      }
    }
    told_.finish();
  }

 private:
  using said = std::tuple<date, date, date, date, status, std::optional<double>, std::optional<partial_date>,
                          std::string, std::string, std::string>;
  static said all_of(const tie_properties& p) {
    std::string others;
    for (const auto& [name, value] : p.attributes) others += std::string{name} + '\0' + std::string{value} + '\0';
    return {p.active.begin.earliest,
            p.active.begin.latest,
            p.active.end.earliest,
            p.active.end.latest,
            p.status,
            p.weight,
            p.recorded,
            p.role,
            p.cite,
            std::move(others)};
  }
  void see_list(const layer& rows, const relation_info& info, vertex_ref v) {
    const layer::tie_range list = rows.out(v);
    for (std::size_t first = 0, last = 0; first < list.size(); first = last) {
      const vertex_ref other = list[first].vertex;
      for (last = first; last < list.size() && list[last].vertex == other;) ++last;
      if (last - first < 2 || (!info.directed && other < v)) continue;  // undirected ones are in both lists
      std::map<said, std::vector<tie_ref>> alike;
      for (std::size_t at = first; at < last; ++at) {
        std::vector<tie_ref>& same = alike[all_of(net_->tie(list[at].tie).properties)];
        if (same.empty() || same.back() != list[at].tie) same.push_back(list[at].tie);
      }
      context_->compared(last - first);
      for (auto& [what, ties] : alike) {
        std::ranges::sort(ties);
        ties.erase(std::unique(ties.begin(), ties.end()), ties.end());  // a loop without direction is there twice
        if (ties.size() > 1 && told_.wants_more()) tell(ties);
      }
    }
  }
  void tell(const std::vector<tie_ref>& ties) {
    const row first = row_of(*context_, ties.front());
    finding result = context_->about("duplicate_tie", severity::warning, {});
    result.vertices = first.vertices;
    audit_context::add_cite(result, first.cite);
    std::vector<std::string> places;
    std::vector<std::int64_t> lines;
    for (const tie_ref t : ties) {
      const origin where = net_->tie(t).properties.where;
      if (std::string place = context_->place(where); !place.empty()) places.push_back(std::move(place));
      if (where.line != 0 && std::ssize(lines) < finding_list_limit) lines.push_back(where.line);
    }
    const std::string times = std::to_string(ties.size());
    const std::string where = places.empty() ? std::string{} : " (" + join_names(places) + ")";
    result.message = "'" + first.name + "' is stated " + times + " times, word for word" + where + ", and counts " +
                     times + " times: keep one, or say what makes them different.";
    result.message_ja = first.name_ja + "が同じ内容で" + times + "回記されており" + where + "、" + times +
                        "件と数えられます。1件だけ残すか、違いを記してください。";
    result.fields = {{"count", static_cast<std::int64_t>(ties.size())}};
    if (!lines.empty()) result.fields.emplace_back("lines", std::move(lines));
    told_.add(std::move(result));
  }

  const audit_context* context_;
  const snapshot* net_;
  first_findings told_;
};

}  // namespace

void audit_rows(const audit_context& context, std::vector<finding>& found) {
  outlying_dates{context, found}.run();
  never_holds(context, found);
  duplicate_ties{context, found}.run();
}

}  // namespace capnet::detail
