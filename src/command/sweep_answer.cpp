#include "command/sweep_answer.hpp"

#include <utility>

#include <capnet/core/text.hpp>
#include <capnet/sim/data_hash.hpp>

#include "command/answer.hpp"
#include "command/options.hpp"

namespace capnet::command {
namespace {

std::string lead(const sweep_frame& frame, const ensemble_result& found) {
  const sweep_start& start = frame.start;
  std::string text =
      "Simulated, not observed. " + (start.program.empty() ? "No program to join" : "Joining " + quote(start.program)) +
      "; at the start" + (start.day ? " (" + capnet::to_string(*start.day) + ")" : std::string{}) + ' ' +
      grouped(start.members, "member") + " and " + grouped(start.ties, "tie") + " of collaborates_with. " +
      grouped(frame.grid.size(), "cell") + ", " + grouped(frame.replicas, "replica") +
      (frame.grid.size() == 1 ? "" : " each, of the same random numbers in every cell") + ", " +
      grouped(frame.steps, "step") + " of a month.";
  if (!found.complete())
    text += " Shard " + grouped(frame.shard.number) + " of " + grouped(frame.shard.of) + ": " +
            grouped(found.runs.size()) + " of " + grouped(found.wanted(), "run") + '.';
  return text;
}

}  // namespace

std::optional<date> day_of_step(const sweep_start& start, std::uint32_t step) {
  if (step == 0) return start.day;
  return step <= start.days.size() ? std::optional{start.days[step - 1]} : std::nullopt;
}

answer sweep_answer(const sweep_frame& frame, const ensemble_result& found, const std::vector<quantile_band>* bands) {
  const sweep_start& start = frame.start;
  const step_words words{
      .unit = "month",
      .day = [&start](std::uint32_t step) -> answer_cell { return day_cell(day_of_step(start, step)); },
      .measure_units = {"organization", "tie", "tie"}};
  answer all{.lead = {lead(frame, found)}};
  answer_table summary = answer_table::fields(
      "summary", {{"program", start.program.empty() ? answer_cell{} : answer_cell{start.program}},
                  {"start", answer_table::fields(
                                {}, {{"day", day_cell(start.day)}, {"members", start.members}, {"ties", start.ties}})},
                  {"cells", frame.grid.size()},
                  {"replicas", frame.replicas},
                  {"steps", frame.steps},
                  {"runs", found.runs.size()},
                  {"runs_hash", hash_text(stable_hash(found))},
                  {"simulated", true}});
  if (bands != nullptr) {
    summary.set({.name = "quantiles"}, "type 7 (Hyndman & Fan 1996)");
    summary.set({.name = "confidence"}, .95);
    all.notes = {
        "Quantiles over the replicas. With --format json and csv each has an interval that holds it with 95% "
        "confidence: it narrows as replicas grow."};
  }
  all.tables = {std::move(summary), bands != nullptr ? band_table(found, *bands, words) : ensemble_table(found, words)};
  return all;
}

boost::json::object sweep_manifest(const sweep_frame& frame, bool bands) {
  std::vector<std::string> arguments = frame.arguments;
  if (frame.shard.of > 1)
    arguments.insert(arguments.end(),
                     {"--shard", std::to_string(frame.shard.number) + '/' + std::to_string(frame.shard.of)});
  if (bands) arguments.emplace_back("--bands");
  arguments.insert(arguments.end(), {"--format", "json"});
  return manifest_of(frame.data_hash, frame.seed, arguments);
}

}  // namespace capnet::command
