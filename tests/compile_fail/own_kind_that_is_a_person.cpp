// expect: capnet: this relation does not join these two kinds: see its `source` and `target`
#include <capnet/network/builder.hpp>

struct nurse {
  static constexpr std::string_view name = "nurse";
  using is = capnet::person;
};

void program_of(capnet::builder& net) {
  const auto first = net.add<nurse>("first");
#ifdef MISUSE
  net.tie<capnet::runs>(first, net.add<capnet::program>("nptech"));
#else
  net.tie<capnet::participates_in>(first, net.add<capnet::program>("nptech"));
#endif
}
