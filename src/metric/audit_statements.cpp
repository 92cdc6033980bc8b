/// Statements that are not held, and statements that can't both hold: not_held, statements_conflict.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <capnet/core/text.hpp>
#include <capnet/model/validity.hpp>

#include "metric/audit_context.hpp"
#include "metric/audit_words.hpp"

namespace capnet::detail {
namespace {

std::string number_of(std::size_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + " " + std::string{n == 1 ? one : many};
}

/// What was stated with one status.
struct statements {
  std::vector<figure_index> figures{};
  std::vector<vertex_ref> vertices{};
  std::vector<tie_ref> ties{};
  [[nodiscard]] std::size_t size() const { return figures.size() + vertices.size() + ties.size(); }
};

void not_held(const audit_context& context, std::vector<finding>& found) {
  const snapshot& net = context.net();
  std::array<statements, status_names.size()> by_status;
  const auto of = [&](status how) -> statements& { return by_status[static_cast<std::size_t>(how)]; };
  for (figure_index f = 0; f < context.size(); ++f) {
    if (context.at(f).status != status::held) of(context.at(f).status).figures.push_back(f);
  }
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
    for (const vertex_ref v : net.vertices(static_cast<kind_index>(k))) {
      if (const status how = net.held(v).status; how != status::held) of(how).vertices.push_back(v);
    }
  }
  for (const layer& rows : net.layers()) {
    rows.for_each([&](std::uint32_t row, const dated_tie& uv) {
      if (uv.when.status != status::held) of(uv.when.status).ties.push_back({rows.relation(), row});
    });
  }
  for (std::size_t k = 1; k < status_names.size(); ++k) {
    const statements& all = by_status[k];
    if (all.size() == 0) continue;
    finding result = context.about("not_held", severity::info, all.figures);
    result.vertices.clear();
    std::set<std::string> cited(result.cite.begin(), result.cite.end());
    const auto cite = [&](std::string_view ids) {
      for_each_listed(ids, [&](std::string_view id) { cited.emplace(id); });
    };
    for (const vertex_ref v : all.vertices) {
      result.vertices.push_back(net.key(v));
      cite(net.properties(v).cite);
    }
    std::vector<std::string> ties;
    for (const tie_ref t : all.ties) {
      const tie_record uv = net.tie(t);
      cite(uv.properties.cite);
      if (std::ssize(ties) < finding_list_limit)
        ties.push_back(net.key(uv.source) + " " + net.schema().relation(t.relation).name + " " + net.key(uv.target));
    }
    result.cite.assign(cited.begin(), cited.end());
    static constexpr std::array<std::string_view, 5> ja{"", "計画", "意向", "可能性", "目標"};
    const std::string name{status_names[k]};
    std::vector<std::string> parts;
    if (!all.ties.empty()) parts.push_back(number_of(all.ties.size(), "tie", "ties"));
    if (!all.vertices.empty()) parts.push_back(number_of(all.vertices.size(), "vertex", "vertices"));
    if (!all.figures.empty()) parts.push_back(number_of(all.figures.size(), "figure", "figures"));
    const std::string predicate =
        static_cast<status>(k) == status::target ? (all.size() == 1 ? "a target" : "targets") : name;
    result.message = number_of(all.size(), "statement is ", "statements are ") + predicate + ", not held (" +
                     join_names(parts) + "): none counts as having happened.";
    result.message_ja = std::string{ja[k]} + "（" + name + "）の記述が" + std::to_string(all.size()) +
                        "件あります（つながり" + std::to_string(all.ties.size()) + "、頂点" +
                        std::to_string(all.vertices.size()) + "、数値" + std::to_string(all.figures.size()) +
                        "）。成立したものには数えません。";
    result.fields = {{"status", name}, {"count", static_cast<std::int64_t>(all.size())}, {"ties", std::move(ties)}};
    if (std::ssize(all.ties) > finding_list_limit)
      result.fields.emplace_back("ties_total", static_cast<std::int64_t>(all.ties.size()));
    found.push_back(std::move(result));
  }
}

/// Whether two spells can share a day, whatever the unknown days were; a spell that may be a moment meets what touches
/// it.
bool can_meet(const spell& a, const spell& b) {
  const interval of_a = days_of(a, certainty::possible), of_b = days_of(b, certainty::possible);
  const auto [from, until] = common_days(of_a, of_b);
  return from < until || (from == until && (of_a.begin == of_a.end || of_b.begin == of_b.end));
}

/// Whether two spells surely share a day.
bool surely_meet(const spell& a, const spell& b) {
  const auto [from, until] = common_days(days_of(a, certainty::certain), days_of(b, certainty::certain));
  return from < until;
}

/// Relations that capnet knows to join only what exists at the same time. `succeeds` and whatever takes up what another
/// has done look back by their meaning, what is measured may be over, and of a relation of a network's own nothing is
/// known but its traits.
bool joins_contemporaries(const relation_info& info) {
  if (share_one(info.traits, relation_traits::hand_off | relation_traits::measurement)) return false;
  if (info.traits != relation_traits::none) return true;
  bool builtin = false;
  builtin_relations::for_each([&](auto relation) { builtin = builtin || relation.name == info.name; });
  return builtin && info.name != succeeds::name;
}

std::string when(const spell& s) {
  const bool begins = s.begin != never_began, ends = s.end != never_ends;
  if (begins && ends) return "from " + date_text(s.begin) + " to " + date_text(s.end);
  return begins ? "from " + date_text(s.begin) : ends ? "until " + date_text(s.end) : "at an unknown time";
}

void outlived_ends(const audit_context& context, std::vector<finding>& found) {
  const snapshot& net = context.net();
  for (const layer& rows : net.layers()) {
    const relation_info& info = net.schema().relation(rows.relation());
    if (!joins_contemporaries(info)) continue;
    const std::string& relation = info.name;
    rows.for_each([&](std::uint32_t row, const dated_tie& uv) {
      if (uv.when.status != status::held) return;
      for (const vertex_ref end : {uv.source, uv.target}) {
        const held_when life = net.held(end);
        if (life.status != status::held || can_meet(uv.when.when(), life.when())) continue;
        const tie_properties tie = net.tie({rows.relation(), row}).properties;
        const vertex_properties p = net.properties(end);
        const bool late = tie.active.begin.earliest >= p.existence.end.latest;
        finding result = context.about("statements_conflict", severity::error, {});
        result.vertices = {net.key(uv.source), net.key(uv.target)};
        audit_context::add_cite(result, tie.cite);
        audit_context::add_cite(result, p.cite);
        const std::string fate =
            late ? "ended in " + date_text(p.existence.end) : "began only in " + date_text(p.existence.begin);
        result.message = context.sentence(uv.source, relation, uv.target) + " " + when(tie.active) + ", but " +
                         context.name(end) + " " + fate + ": one of the two dates is wrong, or it " +
                         (late ? "went on" : "began earlier") + " under this name.";
        result.message_ja = context.sentence_ja(uv.source, relation, uv.target) + "は" +
                            date_text(late ? tie.active.begin : tie.active.end) +
                            (late ? "に始まりますが、" : "に終わりますが、") + context.name_ja(end) + "は" +
                            date_text(late ? p.existence.end : p.existence.begin) +
                            (late ? "に終わっています" : "に始まります") +
                            "。どちらかの日付が誤りか、同じ名で続いていたことになります。";
        result.fields = {{"relation", relation}, {"vertex", net.key(end)}};
        if (tie.where.line != 0) result.fields.emplace_back("line", static_cast<std::int64_t>(tie.where.line));
        found.push_back(std::move(result));
        break;
      }
    });
  }
}

/// Ties that one statement says held and another, from the same source or a later one, says did not, over the same
/// days.
void held_and_not(const audit_context& context, std::vector<finding>& found) {
  constexpr std::size_t most_plans = 100;  // of one tie, that are told apart
  const snapshot& net = context.net();
  for (const layer& rows : net.layers()) {
    const std::string& relation = net.schema().relation(rows.relation()).name;
    const auto ends = [&](const dated_tie& uv) {
      return rows.directed() || uv.source < uv.target ? std::pair{uv.source, uv.target}
                                                      : std::pair{uv.target, uv.source};
    };
    std::map<std::pair<vertex_ref, vertex_ref>, std::vector<tie_properties>> others;
    rows.for_each([&](std::uint32_t row, const dated_tie& uv) {
      if (uv.when.status == status::held || uv.when.undated()) return;
      std::vector<tie_properties>& plans = others[ends(uv)];
      tie_properties plan = net.tie({rows.relation(), row}).properties;
      const auto alike = [&](const tie_properties& other) {
        context.compared();
        return other.active == plan.active && other.role == plan.role && other.recorded == plan.recorded &&
               other.cite == plan.cite;
      };
      if (plans.size() < most_plans && std::ranges::none_of(plans, alike)) plans.push_back(std::move(plan));
    });
    if (others.empty()) continue;
    rows.for_each([&](std::uint32_t row, const dated_tie& uv) {
      if (uv.when.status != status::held || uv.when.undated()) return;
      const auto same = others.find(ends(uv));
      if (same == others.end()) return;
      const tie_properties held = net.tie({rows.relation(), row}).properties;
      for (const tie_properties& open : same->second) {
        context.compared();
        if (open.role != held.role || !surely_meet(held.active, open.active)) continue;
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
        const std::string status{to_string(open.status)};
        result.message = "That " + context.sentence(uv.source, relation, uv.target) + " " + when(held.active) +
                         " is stated as held and as " + status + ": keep the one that is true of that time.";
        result.message_ja = context.sentence_ja(uv.source, relation, uv.target) + "が、同じ時期について held と " +
                            status + " の両方で記されています。実際に当たる方を残してください。";
        result.fields = {{"relation", relation}, {"status", status}};
        found.push_back(std::move(result));
        break;
      }
    });
  }
}

}  // namespace

void audit_statements(const audit_context& context, std::vector<finding>& found) {
  not_held(context, found);
  outlived_ends(context, found);
  held_and_not(context, found);
}

}  // namespace capnet::detail
