package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

/// What a person does with a flame graph.
final class FlameGraphPage {

  private static final String ROOT = "document.querySelector('#graph button')";
  private static final String MATCHED = "document.getElementById('matched').textContent";
  private static final String FILTER =
      "[...document.querySelectorAll('#graph button')]"
          + ".find((bar) => bar.dataset.name.endsWith('VnfInstancesApi.filter'))";

  private FlameGraphPage() {}

  /// @param samples how many the profile has
  static void check(Path page, Path directory, int samples) throws Exception {
    try (Browser browser = Browser.open(page, directory)) {
      browser.await(ROOT + ".dataset.samples", Integer.toString(samples));
      clickZooms(browser);
      searchFinds(browser, samples);
      browser.press("Escape");
      browser.await(MATCHED, "");
      browser.await(ROOT + ".classList.contains('above')", "false");
    }
  }

  private static void clickZooms(Browser browser) throws Exception {
    int whole = number(browser, "document.getElementById('graph').clientWidth");
    assertTrue(number(browser, "Math.round((" + FILTER + ").offsetWidth)") < whole);
    browser.click(FILTER);
    browser.await("Math.round((" + FILTER + ").offsetWidth)", Integer.toString(whole));
    browser.await(ROOT + ".classList.contains('above')", "true");
  }

  private static void searchFinds(Browser browser, int samples) throws Exception {
    browser.click("document.getElementById('search')");
    browser.type("vnfinstancesapi");
    browser.await("(" + FILTER + ").classList.contains('match')", "true");
    String matched = browser.value(MATCHED);
    assertTrue(matched.matches("\\d+ of " + samples + " samples match, [\\d.]+ %"), matched);
    assertTrue(Integer.parseInt(matched.substring(0, matched.indexOf(' '))) > 0, matched);
  }

  private static int number(Browser browser, String expression) throws Exception {
    return Integer.parseInt(browser.value(expression));
  }
}
