// expect: capnet: this relation does not join these two kinds: see its `source` and `target`
#include <capnet/network/builder.hpp>

struct library {
  static constexpr std::string_view name = "library";
};
struct lends_books_to {
  static constexpr std::string_view name = "lends_books_to";
  static constexpr bool directed = true;
  using source = capnet::kinds<library>;
  using target = capnet::kinds<capnet::organization, capnet::person>;
};

void lend(capnet::builder& net) {
  const auto shelf = net.add<library>("shelf");
#ifdef MISUSE
  net.tie<lends_books_to>(shelf, shelf);
#else
  net.tie<lends_books_to>(shelf, net.add<capnet::person>("reader"));
#endif
}
