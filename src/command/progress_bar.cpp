#include "command/progress_bar.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include <capnet/core/text.hpp>

#include "command/options.hpp"

namespace capnet::command {
namespace {

constexpr std::chrono::milliseconds until_shown{1'000}, between{100};

/// 75 seconds as 1:15, 3,675 as 1:01:15.
std::string clock_text(double seconds) {
  const auto all = static_cast<std::uint64_t>(std::clamp(seconds, 0.0, 3.6e8));
  const auto two = [](std::uint64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  const std::string hours = all >= 3'600 ? grouped(all / 3'600) + ':' : "";
  return hours + (hours.empty() ? std::to_string(all / 60) : two(all / 60 % 60)) + ':' + two(all % 60);
}

std::size_t terminal_width() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : std::size_t{80};
}

}  // namespace

progress_bar::progress_bar(std::string things, std::uint64_t total)
    : things_{std::move(things)}, total_{total}, start_{std::chrono::steady_clock::now()} {}
progress_bar::~progress_bar() { wipe(); }

progress_callback progress_bar::callback() {
  if (::isatty(STDERR_FILENO) == 0) return {};
  return [this](const progress& now) { draw(now.fraction); };
}

void progress_bar::draw(double fraction) {
  const auto now = std::chrono::steady_clock::now();
  if (begun_ < 0) begun_ = fraction;
  if (now - start_ < until_shown || now - drawn_ < between) return;
  drawn_ = now, shown_ = true;
  const std::string text = line(things_, total_, begun_, fraction, now - start_, terminal_width() - 1);
  std::fprintf(stderr, "\r%s\033[K", text.c_str());
  std::fflush(stderr);
}

void progress_bar::wipe() {
  if (!std::exchange(shown_, false)) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
}

std::string progress_bar::line(const std::string& things, std::uint64_t total, double begun, double fraction,
                               std::chrono::duration<double> spent, std::size_t width) {
  const double done = fraction - begun;
  std::string percent = std::to_string(static_cast<int>(100 * fraction)) + '%';
  percent.insert(0, 4 - std::min<std::size_t>(percent.size(), 4), ' ');
  std::string after = ' ' + percent;
  if (done > 0 && spent.count() > 0) {
    if (total > 0) {
      const double rate = done * static_cast<double>(total) / spent.count();
      after += rate >= 1 ? ", " + short_number(rate, 3) + " a second" : ", " + short_number(60 * rate, 3) + " a minute";
    }
    after += ", " + clock_text(spent.count() * (1 - fraction) / done + .5) + " left";
  }
  const std::size_t text = things.size() + 3 + after.size();
  std::string bar;
  if (text + 5 <= width) {
    const std::size_t room = std::min<std::size_t>(width - text, 40);
    const auto filled = std::min(room, static_cast<std::size_t>(fraction * static_cast<double>(room)));
    bar = " [" + std::string(filled, '#') + std::string(room - filled, '-') + ']';
  }
  return (things + bar + after).substr(0, width);
}

}  // namespace capnet::command
