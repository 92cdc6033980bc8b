#include <capnet/interop/checkpoint.hpp>

#include <capnet/sim/growth.hpp>
#include <capnet/sim/rule/exit.hpp>
#include <capnet/sim/rule/learning.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

snapshot checkpoint_network(int n = 30) {
  builder net;
  const auto p = net.add<program>("p");
  for (int k = 0; k < n; ++k) {
    const auto o =
        net.add<organization>("o" + std::to_string(k), {.sector = k % 2 == 1 ? sector::company : sector::nonprofit});
    net.tie<participates_in>(o, p, {.active = {.begin = make_date(2024, 1, 31)}});
  }
  return std::move(net).freeze();
}
growth_model checkpoint_model(const snapshot& net, std::uint64_t seed = 7) {
  growth_model model = make_growth(growth_start(net), {.seed = seed, .rate = 4});
  const auto level = model.run.state().add_variable<double>("level", .5);
  model.run.add(learning{model.run.state().schema().index_of<organization>(), model.ties, level, .3, .5})
      .add(lapse{model.ties, .05, std::nullopt})
      .add(leaving{model.groups.members, .02, std::nullopt});
  return model;
}
std::string saved(const simulation& run) {
  std::ostringstream out;
  save_checkpoint(out, run);
  return std::move(out).str();
}

TEST(Checkpoint, ResumedEqualsUninterrupted) {
  const snapshot net = checkpoint_network();
  growth_model whole = checkpoint_model(net), part = checkpoint_model(net), resumed = checkpoint_model(net);
  whole.run.run(40);
  part.run.run(17);
  std::istringstream in{saved(part.run)};
  load_checkpoint(in, resumed.run);
  EXPECT_EQ(resumed.run.step(), 17u);
  EXPECT_EQ(resumed.run.hash(), part.run.hash());
  resumed.run.run(23);
  EXPECT_EQ(resumed.run.hash(), whole.run.hash());
  EXPECT_EQ(data_hash(resumed.run.freeze()), data_hash(whole.run.freeze()));
}

TEST(Checkpoint, RefusesOneThatIsCutShortOrDamaged) {
  const snapshot net = checkpoint_network();
  growth_model model = checkpoint_model(net);
  model.run.run(5);
  const std::string bytes = saved(model.run);
  growth_model other = checkpoint_model(net);
  const std::uint64_t before = other.run.hash();
  for (std::size_t at = 0; at < bytes.size(); at += 1 + bytes.size() / 150) {
    std::istringstream cut{bytes.substr(0, at)};
    EXPECT_THROW(load_checkpoint(cut, other.run), input_error) << at;
    std::string wrong = bytes;
    wrong[at] = static_cast<char>(wrong[at] ^ 0x41);
    std::istringstream in{wrong};
    EXPECT_THROW(load_checkpoint(in, other.run), input_error) << at;
    ASSERT_EQ(other.run.hash(), before);
  }
}

TEST(Checkpoint, RefusesThatOfAnotherRunNetworkOrVersion) {
  const snapshot net = checkpoint_network();
  growth_model model = checkpoint_model(net);
  model.run.run(5);
  const std::string bytes = saved(model.run);
  const auto why = [&](growth_model other, const std::string& from) {
    std::istringstream in{from};
    try {
      load_checkpoint(in, other.run);
    } catch (const input_error& error) {
      return std::string{error.what()};
    }
    return std::string{};
  };
  EXPECT_EQ(why(checkpoint_model(net), bytes), "");
  EXPECT_NE(why(checkpoint_model(net, 8), bytes).find("another run: seed 7"), std::string::npos);
  EXPECT_NE(why(checkpoint_model(checkpoint_network(31)), bytes).find("another network"), std::string::npos);
  std::string later = bytes;
  later.replace(0, 20, "capnet checkpoint 2\n");
  EXPECT_EQ(
      why(checkpoint_model(net), later),
      "the file begins with 'capnet checkpoint 2\\n'; expected a checkpoint of this version, 'capnet checkpoint 1'");
}

}  // namespace
}  // namespace capnet
