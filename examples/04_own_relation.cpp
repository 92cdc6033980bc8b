// A relation of your own: public libraries that lend devices to nonprofits. One struct for the kind, one for the
// relation, and both take part in everything that capnet does, with the same checks as the built-in ones.
#include <iostream>

#include <capnet/capnet.hpp>

struct library {
  static constexpr std::string_view name = "library";
};
struct lends_devices_to {
  static constexpr std::string_view name = "lends_devices_to";
  static constexpr bool directed = true;
  using source = capnet::kinds<library>;
  using target = capnet::kinds<capnet::organization, capnet::person>;
};

using namespace capnet;

int main() {
  builder net;
  const auto city = net.add<library>("city_library", {.name_en = "City library"});
  const auto branch = net.add<library>("branch_library", {.name_en = "Branch library"});
  const auto npo = net.add<organization>("food_bank", {.name_en = "Food bank", .sector = sector::nonprofit});
  const auto volunteer = net.add<person>("volunteer");

  // The weight is what the tie counts: here, tablets. Unknown stays unknown; it is never zero.
  net.tie<lends_devices_to>(city, npo, {.weight = 5});
  net.tie<lends_devices_to>(branch, npo);
  net.tie<lends_devices_to>(branch, volunteer, {.weight = 1});
  // net.tie<lends_devices_to>(npo, city);
  //   error: capnet: this relation does not join these two kinds: see its `source` and `target`

  const snapshot now = net.freeze();
  for (const auto& [lender, tie] : now.layer<lends_devices_to>().in(now.ref(npo))) {
    const auto tablets = now.tie(tie).properties.weight;
    std::cout << now.label(lender) << ": " << (tablets ? std::to_string(static_cast<int>(*tablets)) : "unknown")
              << " tablets\n";
  }

  // A name that comes from a user is checked at run time, with the same relation and a hint.
  try {
    (void)now.schema().relation_named("lends_device_to");
  } catch (const input_error& error) {
    const std::string_view text = error.what();
    std::cout << text.substr(0, text.find(';')) << " ... " << text.substr(text.rfind(';') + 2) << '\n';
  }
}
