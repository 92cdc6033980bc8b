// Save a network with Boost.Serialization, load it, and go on.
#include <iostream>
#include <sstream>

#include <boost/archive/text_iarchive.hpp>
#include <boost/archive/text_oarchive.hpp>

#include <capnet/capnet.hpp>
#include <capnet/interop/serialization.hpp>

using namespace capnet;

int main() {
  builder net;
  const auto jnpoc = net.add<organization>("jnpoc", {.name = "日本NPOセンター", .sector = sector::nonprofit});
  const auto sto = net.add<program>("sto_project");
  net.tie<runs>(jnpoc, sto,
                {.active = {.begin = partial_date::year(2019), .end = partial_date::year(2021)}, .cite = "briefing"});
  net.add_figure(
      {.id = "satisfied", .subject = "sto_project", .kind = figure_kind::percent, .value = parse_decimal("63.9")});

  // A stream in memory here, a file in earnest. An archive is for your own state: load only what you saved yourself.
  // Networks from others travel as data folders, whose readers check everything.
  std::stringstream file;
  {
    boost::archive::text_oarchive archive{file};
    const snapshot saved = net.freeze();
    archive << saved;
  }
  snapshot loaded;
  boost::archive::text_iarchive archive{file};
  archive >> loaded;

  // What was said comes back with its dates and sources, and what was not said stays unknown.
  const tie_record& tie = loaded.tie({loaded.schema().index_of<runs>(), 0});
  std::cout << loaded.label(tie.source) << " ran it from " << to_string(tie.properties.active.begin) << " ("
            << tie.properties.cite << ")\n";
  const figure& satisfied = loaded.figures().front();
  std::cout << "satisfied: " << satisfied.value->value() << "% of " << (satisfied.denominator ? "known" : "unknown")
            << " answers\n";

  // A snapshot never changes; a builder goes on from its log, and the old ids still name the same organizations.
  builder next{loaded};
  const auto nptech = next.add<program>("nptech");
  next.tie<succeeds>(nptech, sto);
  next.tie<runs>(jnpoc, nptech, {.active = {.begin = partial_date::year(2023)}});
  std::cout << "runs: " << loaded.layer<runs>().size() << " before, " << next.freeze().layer<runs>().size()
            << " after\n";
}
