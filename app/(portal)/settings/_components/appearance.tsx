"use client";

import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { type GainColours, type Rail, useGainColours, useRail } from "#app/_lib/display-settings.ts";
import { Choice } from "./choice.tsx";
import { Section } from "./section.tsx";

/** Kept in this browser, for nobody else. */
export function Appearance() {
  // The server does not know what this browser keeps; nothing is ticked until it says so.
  const isInBrowser = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  const { theme = "system", setTheme } = useTheme();
  const [gains, setGains] = useGainColours();
  const [rail, setRail] = useRail();
  return (
    <Section title="Appearance" note="Kept in this browser.">
      <Choice
        legend="Theme"
        value={isInBrowser ? theme : undefined}
        onChange={setTheme}
        options={[
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
          { value: "system", label: "As the system" },
        ]}
      />
      <Choice
        legend="Gains and losses"
        value={isInBrowser ? gains : undefined}
        onChange={(value) => setGains(value as GainColours)}
        options={[
          { value: "teal-orange", label: "Teal and orange", note: "told apart by every reader" },
          { value: "green-red", label: "Green and red", note: "custom of Europe and America" },
          { value: "red-green", label: "Red and green", note: "custom of China, Japan and Korea" },
        ]}
      />
      <p className="tabular">
        So it looks: <span className="text-gain">▲ +1.25 %</span> and <span className="text-loss">▼ −0.80 %</span>.
      </p>
      <Choice
        legend="Rail"
        value={isInBrowser ? rail : undefined}
        onChange={(value) => setRail(value as Rail)}
        options={[
          { value: "wide", label: "Wide", note: "with names" },
          { value: "narrow", label: "Narrow", note: "icons alone" },
        ]}
      />
    </Section>
  );
}
