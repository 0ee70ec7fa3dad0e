import type { CheckState } from '../../../lib/agent-status/check-states.ts'
import { sparkline } from '../../../lib/terminal/sparkline.ts'
import { escapedHtml } from '../../../lib/text/escaped-html.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { inWords } from '../../../lib/time/duration.ts'
import { localTime } from '../../../lib/time/local-time.ts'
import type { ShownCheck } from '../../snapshots/watcher-snapshot.ts'
import { foundText } from '../../watch/restarts-text.ts'

/** What a status panel shows. All times are in milliseconds since the epoch. */
export interface PanelScene {
  readonly host: string
  readonly checks: readonly ShownCheck[]
  readonly isRunning: boolean
  /** Since when the host has no network, while that is so. */
  readonly network: number | undefined
  readonly now: number
}

/** What is worst comes first, each with its colours on light and on dark. */
const STATES: { readonly [S in CheckState]: readonly [light: string, dark: string] } = {
  down: ['#b3151b', '#ff8a84'],
  flapping: ['#b3151b', '#ff8a84'],
  warning: ['#8a5300', '#f3b95f'],
  late: ['#8a5300', '#f3b95f'],
  unknown: ['#5c5c66', '#b0b0ba'],
  blocked: ['#5c5c66', '#b0b0ba'],
  maintenance: ['#5c5c66', '#b0b0ba'],
  off: ['#5c5c66', '#b0b0ba'],
  up: ['#14692f', '#7fd698'],
}

const STYLE = `:root { color-scheme: light dark; --paper: #fff; --ink: #1b1b1f; --faint: #5c5c66; --line: #d8d8de }
@media (prefers-color-scheme: dark) { :root { --paper: #17171a; --ink: #ececf0; --faint: #b0b0ba; --line: #3a3a41 } }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; background: var(--paper); color: var(--ink); font: 1rem/1.45 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.25rem; margin: 0 } h2 { font-size: 1rem; margin: 0 } p { margin: 0.15rem 0 }
ul { list-style: none; margin: 1rem 0; padding: 0; display: grid; gap: 0.5rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)) }
li { border: 1px solid var(--line); border-left: 0.3rem solid; border-radius: 0.3rem; padding: 0.5rem 0.7rem }
h2 small, .faint { color: var(--faint); font-weight: normal } li p, h2 { color: var(--ink) } li .state { color: inherit; font-weight: 600 }
${coloured(0)}
@media (prefers-color-scheme: dark) { ${coloured(1)} }`

/** How all checks are, as one page of HTML that needs nothing else: no script, no font, no network. */
export function statusPanel({ host, checks, isRunning, network, now }: PanelScene): string {
  const states = Object.keys(STATES)
  const sorted = checks.toSorted((one, other) => states.indexOf(one.state) - states.indexOf(other.state))
  const counts = [...Map.groupBy(sorted, ({ state }) => state)].map(([state, { length }]) => `${length} ${state}`)
  const alarms = [
    ...(isRunning ? [] : ['The watcher does not run: this is how the checks were when it ran last.']),
    ...(network === undefined ? [] : [`This host has had no network since ${localTime(network)}.`]),
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapedHtml(host)}: ${counts.join(', ') || 'no checks'}</title>
<style>
${STYLE}
</style>
</head>
<body>
<main>
<h1>Checks of ${escapedHtml(host)}</h1>
<p>${counts.join(', ') || 'There is no check.'}</p>
<p class="faint">As of ${localTime(now)}</p>
${alarms.map((alarm) => `<p class="down"><strong>${escapedHtml(alarm)}</strong></p>\n`).join('')}<ul>
${sorted.map((check) => itemOf(check, now)).join('\n')}
</ul>
</main>
</body>
</html>
`
}

function itemOf(check: ShownCheck, now: number): string {
  const { name, type, found: isFound, state, since, last, recent = [] } = check
  const found = escapedHtml(plainText(foundText(check, now) || 'not run yet'))
  const ran =
    last === undefined
      ? ''
      : `<p class="faint">${localTime(last.at)}, ${last.took} ms <span aria-hidden="true">${recentRuns(recent)}</span></p>`
  return `<li class="${state}"><h2>${escapedHtml(name)} <small>${escapedHtml(type)}${isFound === true ? ', auto' : ''}</small></h2><p class="state">${state} for ${inWords(now - since)}</p><p>${found}</p>${ran}</li>`
}

/** How long the last runs took, as bars. */
export function recentRuns(recent: readonly number[]): string {
  return sparkline(
    recent.map((took, at) => ({ at, value: Math.max(took, 1) })),
    recent.length,
  )
}

function coloured(scheme: 0 | 1): string {
  return Object.entries(STATES)
    .map(([state, colours]) => `.${state} { color: ${colours[scheme]} }`)
    .join(' ')
}
