package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
      assertEquals(samples, number(browser, ROOT + ".dataset.samples"));
      clickZooms(browser);
      searchFinds(browser, samples);
      browser.press("Escape");
      assertEquals("", browser.value(MATCHED));
      assertEquals("false", browser.value(ROOT + ".classList.contains('above')"));
    }
  }

  private static void clickZooms(Browser browser) throws Exception {
    int whole = number(browser, "document.getElementById('graph').clientWidth");
    assertTrue(number(browser, "Math.round((" + FILTER + ").offsetWidth)") < whole);
    browser.click(FILTER);
    assertEquals(whole, number(browser, "Math.round((" + FILTER + ").offsetWidth)"));
    assertEquals("true", browser.value(ROOT + ".classList.contains('above')"));
  }

  private static void searchFinds(Browser browser, int samples) throws Exception {
    browser.click("document.getElementById('search')");
    browser.type("vnfinstancesapi");
    String matched = browser.value(MATCHED);
    assertTrue(matched.matches("\\d+ of " + samples + " samples match, [\\d.]+ %"), matched);
    assertTrue(Integer.parseInt(matched.substring(0, matched.indexOf(' '))) > 0, matched);
    assertEquals("true", browser.value("(" + FILTER + ").classList.contains('match')"));
  }

  private static int number(Browser browser, String expression) throws Exception {
    return Integer.parseInt(browser.value(expression));
  }
}
