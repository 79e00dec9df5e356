// The first that matches: browsers name those they descend from.
const browsers: readonly (readonly [name: string, mark: RegExp])[] = [
  ["Edge", /\bEdg(?:e|A|iOS)?\/(\d+)/],
  ["Opera", /\bOPR\/(\d+)/],
  ["Samsung Internet", /\bSamsungBrowser\/(\d+)/],
  ["Firefox", /\b(?:Firefox|FxiOS)\/(\d+)/],
  ["Chrome", /\b(?:HeadlessChrome|Chrome|CriOS)\/(\d+)/],
  ["Safari", /\bVersion\/(\d+)[\d.]* (?:Mobile\/\w+ )?Safari\//],
];

const systems: readonly (readonly [name: string, mark: RegExp])[] = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMac OS X\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Linux", /\bLinux\b/],
];

/** What a user agent calls itself, as a person would: "Firefox 140 on Linux". */
export function browserName(userAgent: string): string {
  const [browser, version] = browsers.flatMap(([name, mark]) => {
    const found = mark.exec(userAgent);
    return found === null ? [] : [[name, found[1]] as const];
  })[0] ?? [userAgent.split(/[\s/]/, 1)[0] || "Unknown browser", undefined];
  const system = systems.find(([, mark]) => mark.test(userAgent))?.[0];
  return `${browser}${version === undefined ? "" : ` ${version}`}${system === undefined ? "" : ` on ${system}`}`;
}
