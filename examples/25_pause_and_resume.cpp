// A long run in two sittings: where it stands goes into a file, and what is resumed ends with the same bits.
#include <iostream>
#include <sstream>

#include <capnet/capnet.hpp>
#include <capnet/interop/checkpoint.hpp>
#include <capnet/sim/growth.hpp>
#include <capnet/sim/rule/learning.hpp>

using namespace capnet;

int main() {
  builder net;
  const auto network = net.add<program>("network");
  for (const char* key : {"town_a", "city_b", "city_c"}) {
    const auto member = net.add<organization>(key, {.sector = sector::municipality});
    net.tie<participates_in>(member, network, {.active = {.begin = make_date(2023, 5, 10)}});
  }
  const snapshot now = net.freeze();

  // Both sittings put the run together alike: a growth, and what its members learn from each other.
  const auto put_together = [&] {
    growth_model model = make_growth(growth_start(now), {.seed = 7, .rate = 3, .leaving = .02});
    const auto level = model.run.state().add_variable<double>("level", .1);
    const kind_index organizations = now.schema().index_of<organization>();
    model.run.add(meeting{model.groups.members, model.ties, level, 6})
        .add(learning{organizations, model.ties, level})
        .add(forgetting{organizations, level, 24});
    return model;
  };
  growth_model first = put_together();
  first.run.run(20);
  std::stringstream file;  // or a std::ofstream
  save_checkpoint(file, first.run);

  growth_model second = put_together();
  load_checkpoint(file, second.run);
  std::cout << "resumed at step " << second.run.step() << ", " << to_string(*second.run.day()) << ": "
            << second.run.state().group(second.groups.members).headcount() << " members\n";
  second.run.run(40);

  growth_model whole = put_together();
  whole.run.run(60);
  std::cout << "after step 60: " << whole.run.state().group(whole.groups.members).headcount() << " members; resumed "
            << (second.run.hash() == whole.run.hash() ? "is the same, bit for bit" : "DIFFERS") << '\n';

  // A checkpoint is gone on from by the run that wrote it alone.
  std::stringstream again;
  save_checkpoint(again, first.run);
  growth_model other = make_growth(growth_start(now), {.seed = 8, .rate = 3});
  try {
    load_checkpoint(again, other.run);
  } catch (const input_error&) {
    std::cout << "another run refuses it\n";
  }
}
