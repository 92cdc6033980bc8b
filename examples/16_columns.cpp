// The network's own columns: for loops of your own, and as Arrow tables for DuckDB, Polars, pandas or R.
#include <cmath>
#include <iostream>
#include <string_view>

#include <capnet/capnet.hpp>
#include <capnet/interop/arrow.hpp>
#include <capnet/network/column_of.hpp>

using namespace capnet;

int main() {
  builder net;
  const auto seminar = net.add<event>("storage", {.name_en = "Data storage"});
  const auto aki = net.add<person>("aki"), ben = net.add<person>("ben"), chie = net.add<person>("chie");
  net.tie<attends>(aki, seminar, {.attributes = {with<attr::hours>(2)}});
  net.tie<attends>(ben, seminar, {.attributes = {with<attr::hours>(1.5)}});
  net.tie<attends>(chie, seminar);  // how long Chie stayed nobody wrote down
  const snapshot now = net.freeze();

  // A span over the array that lies in the network. What is not known is NaN there, and never 0.
  const auto hours = column_of<attends, attr::hours>(now);
  double sum = 0;
  std::size_t known = 0;
  for (const double h : hours) {
    if (!std::isnan(h)) sum += h, ++known;
  }
  std::cout << sum << ' ' << attr::hours::unit << " by " << known << " of " << hours.size() << '\n';

  // The same relation as a table. Two structs with a C layout are all that an Arrow library needs to take it over; the
  // numbers stay where they lie. Whoever takes the structs releases them.
  ArrowSchema schema;
  ArrowArray rows;
  export_arrow(now, now.schema().index_of<attends>(), schema, rows);
  std::cout << rows.length << " rows:\n";
  for (std::int64_t k = 0; k < schema.n_children; ++k) {
    const ArrowSchema& column = *schema.children[k];
    std::cout << "  " << column.name << ' ' << column.format << ", " << rows.children[k]->null_count << " null";
    if (std::string_view{column.name} == attr::hours::name && rows.children[k]->buffers[1] == hours.data())
      std::cout << ", the network's own array";
    std::cout << '\n';
  }
  rows.release(&rows);
  schema.release(&schema);
}
