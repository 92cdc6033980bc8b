/// Statements that are not held, and statements that can't both hold: not_held, statements_conflict.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "metric/audit_context.hpp"
#include "metric/audit_words.hpp"

namespace capnet::detail {
namespace {

std::string words(std::string name) {
  std::ranges::replace(name, '_', ' ');
  return name;
}

std::string number_of(std::size_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + " " + std::string{n == 1 ? one : many};
}

void not_held(const audit_context& context, std::vector<finding>& found) {
  const snapshot& net = context.net();
  for (std::size_t k = 1; k < status_names.size(); ++k) {
    const auto how = static_cast<status>(k);
    std::vector<figure_index> figures;
    for (figure_index f = 0; f < context.size(); ++f) {
      if (context.at(f).status == how) figures.push_back(f);
    }
    finding result = context.about("not_held", severity::info, figures);
    result.vertices.clear();
    for (std::size_t kind = 0; kind < net.schema().kind_count(); ++kind) {
      for (const vertex_record& v : net.records(static_cast<kind_index>(kind))) {
        if (v.properties.status != how) continue;
        result.vertices.push_back(v.key);
        audit_context::add_cite(result, v.properties.cite);
      }
    }
    std::vector<std::string> ties;
    std::size_t tie_count = 0;
    for (std::size_t r = 0; r < net.schema().relation_count(); ++r) {
      for (const tie_record& uv : net.ties(static_cast<relation_index>(r))) {
        if (uv.retracted || uv.properties.status != how) continue;
        audit_context::add_cite(result, uv.properties.cite);
        if (tie_count++ < static_cast<std::size_t>(finding_list_limit)) {
          ties.push_back(context.net().key(uv.source) + " " +
                         net.schema().relation(static_cast<relation_index>(r)).name + " " +
                         context.net().key(uv.target));
        }
      }
    }
    const std::size_t count = figures.size() + result.vertices.size() + tie_count;
    if (count == 0) continue;
    static constexpr std::array<std::string_view, 5> ja{"", "計画", "意向", "可能性", "目標"};
    const std::string name{status_names[k]};
    std::vector<std::string> parts;
    if (tie_count != 0) parts.push_back(number_of(tie_count, "tie", "ties"));
    if (!result.vertices.empty()) parts.push_back(number_of(result.vertices.size(), "vertex", "vertices"));
    if (!figures.empty()) parts.push_back(number_of(figures.size(), "figure", "figures"));
    const std::string predicate = how == status::target ? (count == 1 ? "a target" : "targets") : name;
    result.message = number_of(count, "statement is ", "statements are ") + predicate + ", not held (" +
                     join_names(parts) + "): none counts as having happened.";
    result.message_ja = std::string{ja[k]} + "（" + name + "）の記述が" + std::to_string(count) +
                        "件あります（つながり" + std::to_string(tie_count) + "、頂点" +
                        std::to_string(result.vertices.size()) + "、数値" + std::to_string(figures.size()) +
                        "）。成立したものには数えません。";
    result.fields = {{"status", name}, {"count", static_cast<std::int64_t>(count)}, {"ties", std::move(ties)}};
    if (tie_count > static_cast<std::size_t>(finding_list_limit))
      result.fields.emplace_back("ties_total", static_cast<std::int64_t>(tie_count));
    found.push_back(std::move(result));
  }
}

/// Whether two spells can share a day, whatever the unknown days were; a spell that may be a moment meets what touches
/// it.
bool can_meet(const spell& a, const spell& b) {
  const date from = std::max(a.begin.earliest, b.begin.earliest);
  const date until = std::min(a.end.latest, b.end.latest);
  const auto moment = [](const spell& s) { return s.begin.earliest == s.end.latest; };
  return from < until || (from == until && (moment(a) || moment(b)));
}

/// Whether two spells surely share a day.
bool surely_meet(const spell& a, const spell& b) {
  return std::max(a.begin.latest, b.begin.latest) < std::min(a.end.earliest, b.end.earliest);
}

/// Relations that capnet knows to join only what exists at the same time. `succeeds` and `depends_on` look back by
/// their meaning, what is measured may be over, and of a relation of a network's own nothing is known.
bool joins_contemporaries(std::string_view name) {
  bool builtin = false;
  builtin_relations::for_each([&](auto relation) { builtin = builtin || relation.name == name; });
  return builtin && name != succeeds::name && name != depends_on::name && name != measures::name;
}

std::string when(const spell& s) {
  const bool begins = s.begin != never_began, ends = s.end != never_ends;
  if (begins && ends) return "from " + date_text(s.begin) + " to " + date_text(s.end);
  return begins ? "from " + date_text(s.begin) : ends ? "until " + date_text(s.end) : "at an unknown time";
}

void outlived_ends(const audit_context& context, std::vector<finding>& found) {
  const snapshot& net = context.net();
  for (std::size_t r = 0; r < net.schema().relation_count(); ++r) {
    const std::string& relation = net.schema().relation(static_cast<relation_index>(r)).name;
    if (!joins_contemporaries(relation)) continue;
    for (const tie_record& uv : net.ties(static_cast<relation_index>(r))) {
      if (uv.retracted || uv.properties.status != status::held) continue;
      for (const vertex_ref end : {uv.source, uv.target}) {
        const vertex_properties& p = net.properties(end);
        if (p.status != status::held || can_meet(uv.properties.active, p.existence)) continue;
        const bool late = uv.properties.active.begin.earliest >= p.existence.end.latest;
        finding result = context.about("statements_conflict", severity::error, {});
        result.vertices = {net.key(uv.source), net.key(uv.target)};
        audit_context::add_cite(result, uv.properties.cite);
        audit_context::add_cite(result, p.cite);
        const std::string fate =
            late ? "ended in " + date_text(p.existence.end) : "began only in " + date_text(p.existence.begin);
        result.message = context.name(uv.source) + " " + words(relation) + " " + context.name(uv.target) + " " +
                         when(uv.properties.active) + ", but " + context.name(end) + " " + fate +
                         ": one of the two dates is wrong, or it went on under this name.";
        result.message_ja = context.name_ja(uv.source) + "から" + context.name_ja(uv.target) + "への「" + relation +
                            "」は" + date_text(late ? uv.properties.active.begin : uv.properties.active.end) +
                            (late ? "に始まりますが、" : "に終わりますが、") + context.name_ja(end) + "は" +
                            date_text(late ? p.existence.end : p.existence.begin) +
                            (late ? "に終わっています" : "に始まります") +
                            "。どちらかの日付が誤りか、同じ名で続いていたことになります。";
        if (!late)
          result.message.replace(result.message.rfind(": one of"), std::string::npos,
                                 ": one of the two dates is wrong, or it began earlier under this name.");
        result.fields = {{"relation", relation}, {"vertex", net.key(end)}};
        if (uv.properties.where.line != 0)
          result.fields.emplace_back("line", static_cast<std::int64_t>(uv.properties.where.line));
        found.push_back(std::move(result));
        break;
      }
    }
  }
}

/// The ends of a tie; of one without direction in a fixed order.
std::pair<vertex_ref, vertex_ref> ends_of(const tie_record& uv, bool directed) {
  return directed || uv.source < uv.target ? std::pair{uv.source, uv.target} : std::pair{uv.target, uv.source};
}

/// Ties that one statement says held and another, from the same source or a later one, says did not, over the same
/// days.
void held_and_not(const audit_context& context, std::vector<finding>& found) {
  const snapshot& net = context.net();
  const auto dated = [](const spell& s) { return s.begin != never_began || s.end != never_ends; };
  for (std::size_t r = 0; r < net.schema().relation_count(); ++r) {
    const relation_info& info = net.schema().relation(static_cast<relation_index>(r));
    std::map<std::tuple<vertex_ref, vertex_ref, std::string>, std::vector<tie_record>> others;
    for (const tie_record& uv : net.ties(static_cast<relation_index>(r))) {
      if (uv.retracted || uv.properties.status == status::held || !dated(uv.properties.active)) continue;
      const auto ends = ends_of(uv, info.directed);
      others[{ends.first, ends.second, uv.properties.role}].push_back(uv);
    }
    if (others.empty()) continue;
    for (const tie_record& uv : net.ties(static_cast<relation_index>(r))) {
      const tie_properties& held = uv.properties;
      if (uv.retracted || held.status != status::held || !dated(held.active)) continue;
      const auto ends = ends_of(uv, info.directed);
      const auto same = others.find({ends.first, ends.second, held.role});
      if (same == others.end()) continue;
      for (const tie_record& other : same->second) {
        const tie_properties& open = other.properties;
        if (!surely_meet(held.active, open.active)) continue;
        // A plan that came true later is no conflict.
        const bool dates_known = held.recorded && open.recorded;
        const bool at_once = dates_known
                                 ? open.recorded->earliest > held.recorded->latest || *open.recorded == *held.recorded
                                 : !held.cite.empty() && held.cite == open.cite && held.recorded == open.recorded;
        if (!at_once) continue;
        finding result = context.about("statements_conflict", severity::warning, {});
        result.vertices = {net.key(uv.source), net.key(uv.target)};
        audit_context::add_cite(result, held.cite);
        audit_context::add_cite(result, open.cite);
        result.message = "That " + context.name(uv.source) + " " + words(info.name) + " " + context.name(uv.target) +
                         " " + when(held.active) + " is stated as held and as " + std::string{to_string(open.status)} +
                         ": keep the one that is true of that time.";
        result.message_ja = context.name_ja(uv.source) + "から" + context.name_ja(uv.target) + "への「" + info.name +
                            "」が、同じ時期について held と " + std::string{to_string(open.status)} +
                            " の両方で記されています。実際に当たる方を残してください。";
        result.fields = {{"relation", info.name}, {"status", std::string{to_string(open.status)}}};
        found.push_back(std::move(result));
        break;
      }
    }
  }
}

/// What a value could have been before it was rounded, in units of 2 * 10^15: exact for any decimal that
/// `parse_decimal` reads. A count without a rounding step is exact.
struct bounds {
  wide_int low, high;
};
std::optional<bounds> bounds_of(const figure& f) {
  if (!f.value || (f.approximate && !f.rounding)) return std::nullopt;
  const decimal step =
      f.rounding.value_or(f.kind == figure_kind::count ? decimal{0, 0} : rounded_share::step_of(*f.value));
  const auto scaled = [](decimal d) -> std::optional<wide_int> {
    if (d.decimals < 0 || d.decimals > rounded_share::max_decimals) return std::nullopt;
    wide_int number = d.mantissa;
    for (int k = d.decimals; k < rounded_share::max_decimals; ++k) number *= 10;
    return number;
  };
  const auto value = scaled(*f.value), half = scaled(step);
  if (!value || !half) return std::nullopt;
  const wide_int slack = *half < 0 ? -*half : *half;
  return bounds{2 * *value - slack, 2 * *value + slack};
}

/// Two held figures that state the same thing of the same time with values that no rounding reconciles.
void unequal_figures(const audit_context& context, std::vector<finding>& found) {
  std::map<std::tuple<vertex_ref, std::string, figure_kind, std::string>, std::vector<figure_index>> statements;
  for (figure_index at = 0; at < context.size(); ++at) {
    const figure& f = context.at(at);
    if (f.status == status::held && context.subject(at) && !f.label.empty() && bounds_of(f))
      statements[{*context.subject(at), f.label, f.kind, f.unit}].push_back(at);
  }
  const auto same_time = [](const figure& a, const figure& b) {
    if (a.day.has_value() != b.day.has_value()) return false;
    if (!a.day || *a.day == *b.day) return true;
    if (!a.series.empty() && a.series == b.series) return false;  // of a series, only the same date is the same time
    return a.day->earliest <= b.day->latest && b.day->earliest <= a.day->latest;
  };
  for (const auto& [what, figures] : statements) {
    for (std::size_t k = 1; k < figures.size(); ++k) {
      const figure& b = context.at(figures[k]);
      const bounds of_b = *bounds_of(b);
      for (std::size_t j = 0; j < k; ++j) {
        const figure& a = context.at(figures[j]);
        const bounds of_a = *bounds_of(a);
        const bool others =
            !a.survey.empty() && !b.survey.empty() && a.survey != b.survey;  // other respondents may well differ
        if (others || !same_time(a, b) || (of_a.low <= of_b.high && of_b.low <= of_a.high)) continue;
        finding result = context.about("statements_conflict", severity::error, {figures[j], figures[k]});
        const std::string of = " of " + context.name(std::get<0>(what)) + (a.day ? " on " + date_text(*a.day) : "");
        result.message = a.label + of + " is stated as " + value_text(a) + " and as " + value_text(b) +
                         ": no rounding makes them one number.";
        result.message_ja = context.name_ja(std::get<0>(what)) + "の" + a.label + "が" + value_text_ja(a) + "と" +
                            value_text_ja(b) + "の両方で記されており、丸めでは説明できません。";
        found.push_back(std::move(result));
        break;
      }
    }
  }
}

/// A count that is stated twice in one row, with different numbers.
void unequal_numerators(const audit_context& context, std::vector<finding>& found) {
  for (figure_index at = 0; at < context.size(); ++at) {
    const figure& f = context.at(at);
    const auto count = context.firm_count(at);
    if (!count || !f.numerator || *f.numerator == *count || f.rounding) continue;
    finding result = context.about("statements_conflict", severity::error, {at});
    result.message =
        named_value(f) + " is stated with a count of " + std::to_string(*f.numerator) + ": one of the two is wrong.";
    result.message_ja =
        named_value_ja(f) + "の数が" + std::to_string(*f.numerator) + "とも記されています。どちらかが誤りです。";
    found.push_back(std::move(result));
  }
}

}  // namespace

void audit_statements(const audit_context& context, std::vector<finding>& found) {
  not_held(context, found);
  outlived_ends(context, found);
  held_and_not(context, found);
  unequal_figures(context, found);
  unequal_numerators(context, found);
}

}  // namespace capnet::detail
