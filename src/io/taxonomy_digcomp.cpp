/// DigComp 3.0 (European Commission, Joint Research Centre, CC BY 4.0): its data supplement in JSON-LD, and its tables.
#include <boost/json/parser.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include <capnet/core/text.hpp>
#include <capnet/skill/scale_conversion.hpp>

#include "io/taxonomy_draft.hpp"

namespace capnet::detail {
namespace {

namespace json = boost::json;

std::size_t line_of(std::string_view text, std::size_t at) {
  return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, std::min(at, text.size())), '\n'));
}

/// What stands behind the last slash: the code in `Competence/1.1`.
std::string_view code_in(std::string_view id) {
  const std::size_t slash = id.rfind('/');
  return slash == std::string_view::npos ? id : id.substr(slash + 1);
}

/// 1.1 in CS1.1.01 and LO1.1.01, 1 in 1.1; nothing where there is none.
std::string_view broader_code(std::string_view code) {
  const std::size_t dot = code.rfind('.');
  if (dot == std::string_view::npos) return {};
  code = code.substr(0, dot);
  if (code.starts_with("CS") || code.starts_with("LO")) code.remove_prefix(2);
  return code;
}

/// Reads the objects of the graph. Those of a document have no line: that of a problem is looked up.
class graph_reader_of_digcomp {
 public:
  graph_reader_of_digcomp(const std::string& text, taxonomy_draft& draft) : text_{text}, draft_{draft} {}

  void read() {
    json::value document;
    if (!parse(document)) return;
    const json::object* top = document.if_object();
    const json::value* graph = top == nullptr ? nullptr : top->if_contains("@graph");
    const json::array* nodes = graph == nullptr ? nullptr : graph->if_array();
    if (nodes == nullptr) {
      draft_.problems().add(
          {draft_.file(), 1, 0, "is JSON without a list \"@graph\"; expected the JSON-LD of DigComp 3.0"});
      return;
    }
    for (const json::value& one : *nodes) read_levels(one);
    for (const json::value& one : *nodes) read_node(one);
  }

 private:
  bool parse(json::value& document) {
    std::string_view text = text_;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    json::parser parser;
    boost::system::error_code fault;
    const std::size_t read = parser.write_some(text.data(), text.size(), fault);
    const std::size_t rest = std::min(text.find_first_not_of(" \t\r\n", read), text.size());
    if (!fault && rest == text.size()) {
      document = parser.release();
      return true;
    }
    draft_.problems().add({draft_.file(), line_of(text, fault ? read : rest), 0,
                           "the text here is no JSON" + (fault ? " (" + fault.message() + ")" : std::string{}) +
                               "; expected the JSON-LD of DigComp 3.0"});
    return false;
  }

  void complain(std::string_view id, std::string message) {
    std::size_t line = 0;
    if (++located_ <= 20) {  // each looks through the text
      const std::size_t at = text_.find('"' + std::string{id} + '"');
      if (at != std::string::npos) line = line_of(text_, at);
    }
    draft_.problems().add({draft_.file(), line, 0, std::move(message)});
  }

  static std::string_view text_of(const json::object& node, std::string_view field) {
    const json::value* found = node.if_contains(field);
    const json::string* text = found == nullptr ? nullptr : found->if_string();
    return text == nullptr ? std::string_view{} : std::string_view{*text};
  }

  void read_levels(const json::value& one) {
    const json::object* node = one.if_object();
    if (node == nullptr || text_of(*node, "@type") != "ProficiencyLevel") return;
    const json::value* number = node->if_contains("eight_levels_mapping");
    const std::string_view name = text_of(*node, "four_levels_name");
    if (number == nullptr || !number->is_int64() || number->get_int64() < 1 || number->get_int64() > 8) {
      complain(text_of(*node, "@id"),
               quote(text_of(*node, "@id")) + " has no eight_levels_mapping; expected a whole number from 1 to 8");
      return;
    }
    const auto level = static_cast<double>(number->get_int64());
    if (std::ranges::find(draft_.levels(), level, &proficiency_level::level) != draft_.levels().end()) {
      complain(text_of(*node, "@id"), "level " + short_number(level) + " stands twice; expected each level once");
      return;
    }
    draft_.levels().push_back({level, std::string{name}});
    const auto [band, fresh] = bands_.try_emplace(std::string{name}, level_range{level, level});
    if (!fresh) band->second = {std::min(band->second.low, level), std::max(band->second.high, level)};
  }

  void read_node(const json::value& one) {
    static constexpr std::pair<std::string_view, std::string_view> types[]{{"CompetenceArea", "area"},
                                                                           {"Competence", "competence"},
                                                                           {"CompetenceStatement", "statement"},
                                                                           {"LearningOutcome", "outcome"}};
    const json::object* node = one.if_object();
    const std::string_view type = node == nullptr ? std::string_view{} : text_of(*node, "@type");
    if (type.empty()) {
      draft_.problems().add(
          {draft_.file(), 0, 0, "an entry of \"@graph\" is no object with an \"@type\"; expected one"});
      return;
    }
    if (type == "ProficiencyLevel") return;
    const auto* const known = std::ranges::find(types, type, [](const auto& pair) { return pair.first; });
    if (known == std::end(types)) {
      draft_.warn("entries of type " + quote(type) + " are no skills and were left out", 0);
      return;
    }
    const std::string_view id = text_of(*node, "@id"), code = code_in(id);
    if (code.empty() || code.size() > draft_.limits().id_bytes || code.find('\0') != std::string_view::npos) {
      complain(id, "a " + std::string{known->second} + " has the \"@id\" " + quote(id) + "; expected a code of 1 to " +
                       std::to_string(draft_.limits().id_bytes) + " bytes");
      return;
    }
    taxonomy_entry* const entry = draft_.add(code, 0);
    if (entry == nullptr) return;
    entry->type = known->second;
    const std::string_view name =
        text_of(*node, entry->type == "area" || entry->type == "competence" ? "name" : "description");
    if (name.empty() || name.find('\0') != std::string_view::npos)
      complain(id, quote(code) + " has no text, or one with a zero byte; expected its name or description");
    draft_.add_label(*entry, name, draft_.language(), 0);
    if (entry->type == "area") return;
    const std::string_view parent =
        code_in(text_of(*node, entry->type == "competence" ? "competence_area_id" : "competence_id"));
    if (parent.empty())
      complain(id, quote(code) + " has no competence or area that it belongs to; expected one");
    else
      entry->parents = {std::string{parent}};
    const std::string_view band = code_in(text_of(*node, "four_levels_proficiency_name"));
    if (band.empty()) return;
    const auto level = bands_.find(band);
    if (level == bands_.end())
      complain(id, quote(code) + " is of the level " + quote(band) + ", which is none of the document; expected one");
    else
      entry->level = level->second;
  }

  const std::string& text_;
  taxonomy_draft& draft_;
  std::map<std::string, level_range, std::less<>> bands_{};
  int located_ = 0;
};

/// A row `digcomp.competence.1.1.label` and its English text in `source`; a translation, of which the file's name tells
/// the language, in `target`.
void read_texts(csv_reader& table, taxonomy_draft& draft) {
  const column_name location{table, "location"}, source{table, "source"}, target{table, "target"};
  while (table.next()) {
    row_reader row{table, draft.problems()};
    const std::string_view whole = row.text(location);
    const auto refuse = [&] {
      row.complain(location, quote(whole) +
                                 " is no part of DigComp; expected one such as digcomp.competence.1.1.label or "
                                 "digcomp.statement.CS1.1.01");
    };
    std::string_view rest = whole;
    if (!rest.starts_with("digcomp.")) {
      refuse();
      continue;
    }
    rest.remove_prefix(8);
    const std::size_t dot = rest.find('.');
    const std::string_view type = rest.substr(0, dot);
    std::string_view code = dot == std::string_view::npos ? std::string_view{} : rest.substr(dot + 1);
    if (type == "area" || type == "competence" || type == "level") {
      const std::size_t last = std::min(code.rfind('.'), code.size());
      const std::string_view field = code.substr(std::min(last + 1, code.size()));
      code = code.substr(0, last);
      if (type == "level") {
        const auto level = parse_number(code);
        if (!level || *level < 1 || *level > 8) {
          refuse();
        } else if (field == "four_level_name" &&
                   std::ranges::find(draft.levels(), *level, &proficiency_level::level) == draft.levels().end()) {
          draft.levels().push_back({*level, std::string{row.text(source)}});
        }
        continue;
      }
      if (field != "label" && !code.empty()) continue;  // descriptions
    } else if (type != "statement" && type != "outcome") {
      refuse();
      continue;
    }
    if (code.empty() || (type != "area" && broader_code(code).empty()) || code.size() > draft.limits().id_bytes) {
      refuse();
      continue;
    }
    taxonomy_entry* const entry = draft.add(code, row.line());
    if (entry == nullptr) continue;
    entry->type = type;
    if (type != "area" && entry->parents.empty()) entry->parents = {std::string{broader_code(code)}};
    draft.add_label(*entry, row.text(source), "en", row.line());
    if (!row.text(target).empty())
      draft.add_label(*entry, row.text(target), draft.language() == "en" ? "" : draft.language(), row.line());
  }
}

}  // namespace

void read_digcomp_json(const std::string& text, taxonomy_draft& draft) { graph_reader_of_digcomp{text, draft}.read(); }

std::vector<taxonomy_table> digcomp_tables() {
  return {{"digcomp", {"location", "context", "source", "target"}, {}, read_texts}};
}

void finish_digcomp(taxonomy_draft& draft) {
  if (draft.levels().empty()) return;
  const auto [lowest, highest] = std::ranges::minmax(draft.levels(), {}, &proficiency_level::level);
  if (!(lowest.level < highest.level)) return;
  for (taxonomy_entry& entry : draft.entries()) {
    if (entry.type == "competence") entry.scale = proficiency_scale{lowest.level, highest.level};
  }
}

}  // namespace capnet::detail
