/// capnet show --schema: the attributes of kinds and relations, and what they are.
#include <string>
#include <utility>
#include <vector>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"

namespace capnet::command {

void show_schema(const snapshot& net, const output_options& output) {
  using said_of = std::pair<std::string, attribute_info>;
  const schema& known = net.schema();
  std::vector<said_of> said;
  const auto add = [&](const std::string& of, const std::vector<attribute_info>& attributes) {
    for (const attribute_info& a : attributes) said.emplace_back(of, a);
  };
  for (std::size_t k = 0; k < known.kind_count(); ++k) {
    const auto kind = static_cast<kind_index>(k);
    add(known.name(kind), known.attributes(kind));
  }
  for (std::size_t r = 0; r < known.relation_count(); ++r) {
    const auto relation = static_cast<relation_index>(r);
    add(known.relation(relation).name, known.attributes(relation));
  }
  table_maker rows{{.name = "rows"}, said};
  rows.add({.name = "of"}, [](const said_of& a) { return a.first; })
      .add({.name = "name"}, [](const said_of& a) { return a.second.name; })
      .add({.name = "type"}, [](const said_of& a) { return capnet::to_string(a.second.type); })
      .add({.name = "unit"}, [](const said_of& a) { return a.second.unit; })
      .add({.name = "meaning"}, [](const said_of& a) { return capnet::to_string(a.second.meaning); })
      .add(
          {.name = "declared", .header = "said by"}, [](const said_of& a) { return a.second.declared; },
          [](const said_of& a) { return a.second.declared ? "a declaration" : "its values"; })
      .add({.name = "description", .if_any = true}, [](const said_of& a) { return a.second.description; });
  print_answer(output,
               {.lead = {"Attributes of kinds and relations. Types that values tell, where nothing is declared, are "
                         "those in which every cell prints as it was read."},
                .tables = {std::move(rows.table)}},
               net);
}

}  // namespace capnet::command
