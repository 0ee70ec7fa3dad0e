import type { JSX } from 'preact'
import type { TotalsAnswer } from '../../../contract/totals-contract.ts'
import { Command } from '../../parts/copy-button.tsx'
import { Mark } from '../../parts/mark.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { pathTo } from '../../state/place.ts'
import { standing } from '../../state/standing.ts'
import { STATISTICS_WORDS } from '../../words/statistics-words.ts'
import { WORDS } from '../../words/words.ts'
import type { StatisticsWish } from './statistics-wish.ts'

const { untold: words } = STATISTICS_WORDS

interface UntoldParts {
  readonly wish: Pick<StatisticsWish, 'kind' | 'host' | 'label'>
  readonly answer: TotalsAnswer
}

/** Who does not tell what, in a sentence. */
export function untoldTitle({ kind, host }: UntoldParts['wish']): string {
  return host === undefined ? words.titles[kind] : words.one[kind](host)
}

/** Nobody told anything in the time: what it was nobody knows, and how hosts are made to tell it. */
export function NobodyTold({ wish, answer }: UntoldParts): JSX.Element {
  const { kind } = wish
  return (
    <div class="sheet spaced">
      <StateBox
        kind="cannotKnow"
        word={WORDS.states.cannotKnow}
        title={words.nobodyKnows}
        acts={
          <a class="link" href={pathTo('hosts')}>
            {WORDS.states.whichHosts}
          </a>
        }
      >
        <p>{words.notNone(answer.untold)}</p>
        <HowToTell kind={kind} />
      </StateBox>
    </div>
  )
}

/** Some told nothing: a line that says whom the numbers leave out. */
export function SomeUntold({ wish, answer }: UntoldParts): JSX.Element | null {
  if (answer.untold === 0) return null
  const told = new Set(answer.hosts.map(({ host }) => host))
  const isOfAll = wish.host === undefined && wish.label === undefined
  const known = isOfAll ? (standing.coverage.known.value.value?.hosts ?? []) : []
  const names = known.map(({ host }) => host).filter((host) => !told.has(host))
  return (
    <details class="sheet totals-untold">
      <summary>
        <Mark name="unknown" />
        <span>
          {words.some(names.length < answer.untold ? [] : names, answer.untold)} <span class="link">{words.how}</span>
        </span>
      </summary>
      <div class="block">
        <HowToTell kind={wish.kind} />
      </div>
    </details>
  )
}

/** What is written into the configuration of a host, so that it tells this. */
function HowToTell({ kind }: Pick<StatisticsWish, 'kind'>): JSX.Element {
  return (
    <>
      <p>
        {words.begin} <code>{words.file}</code>
      </p>
      <Command text={words.lines[kind]} />
      <Command text={words.command} />
    </>
  )
}
