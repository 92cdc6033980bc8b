/// capnet show --schema: the attributes of kinds and relations, and what they are.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <iostream>
#include <string>
#include <utility>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/table.hpp"

namespace capnet::command {

void show_schema(const snapshot& net, const output_options& output) {
  const schema& known = net.schema();
  boost::json::array rows;
  table shown{{"of", "name", "type", "unit", "meaning", "said by"}};
  const auto add = [&](const std::string& of, const std::vector<attribute_info>& attributes) {
    for (const attribute_info& a : attributes) {
      rows.push_back(boost::json::object{{"of", of},
                                         {"name", a.name},
                                         {"type", capnet::to_string(a.type)},
                                         {"unit", a.unit},
                                         {"meaning", capnet::to_string(a.meaning)},
                                         {"declared", a.declared},
                                         {"description", a.description}});
      shown.add({of, a.name, std::string{capnet::to_string(a.type)}, a.unit, std::string{capnet::to_string(a.meaning)},
                 a.declared ? "a declaration" : "its values"});
    }
  };
  for (std::size_t k = 0; k < known.kind_count(); ++k) {
    const auto kind = static_cast<kind_index>(k);
    add(known.name(kind), known.attributes(kind));
  }
  for (std::size_t r = 0; r < known.relation_count(); ++r) {
    const auto relation = static_cast<relation_index>(r);
    add(known.relation(relation).name, known.attributes(relation));
  }
  if (!output.text()) return print_answer(output, {{"rows", std::move(rows)}}, net);
  std::cout
      << "Attributes of kinds and relations. Types that values tell, where nothing is declared, are those in which "
         "every\ncell prints as it was read.\n\n";
  shown.print(std::cout);
}

}  // namespace capnet::command
