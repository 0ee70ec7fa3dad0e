import type { JSX } from 'preact'
import type { HostCoverageAnswer } from '../../../contract/coverage-contract.ts'
import { Age, DayMoment } from '../../parts/moment.tsx'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { kindLabel } from '../../words/kind-words.ts'
import { numeral } from '../../words/numbers.ts'
import { WORDS } from '../../words/words.ts'
import type { CellWord } from './cell.ts'
import { SaidThen } from './said-then.tsx'
import type { ShownStatus, StatusSource } from './shown-status.ts'
import { SightMark, SightWordMark } from './sight-word.tsx'

interface TellingSourcesParts {
  readonly sight: HostCoverageAnswer
  readonly status: ShownStatus | undefined
  /** When it said so, if it may be otherwise now. */
  readonly then: number | undefined
}

type Source = HostCoverageAnswer['sources'][number]

/** How well each source of a host is seen, and each kind that it tells, with what its agent counted there. */
export function TellingSources({ sight, status, then }: TellingSourcesParts): JSX.Element {
  const { sources, silent } = sight
  // What is wrong with all of the host is said above.
  const isWhole = sources.every(({ why }) => why === sight.why)
  return (
    <section aria-label={words.tells}>
      <div class="heading">
        <h2>{words.tells}</h2>
        <span class="faint">{words.tellsNote}</span>
        <SaidThen at={then} />
      </div>
      <div class="sheet scrolls spaced">
        {sources.length === 0 ? <p class="block soft">{words.noSources}</p> : null}
        {sources.length === 0 ? null : (
          <table class="table sources">
            <caption class="unseen">{words.tells}</caption>
            <thead>
              <tr>
                <th scope="col">{words.source}</th>
                <th scope="col">{words.sight}</th>
                <th scope="col">{words.toldLast}</th>
                <th scope="col" class="right">
                  {words.events}
                </th>
                <th scope="col" class="right">
                  {words.lines}
                </th>
                <th scope="col" class="right">
                  {words.unread}
                </th>
              </tr>
            </thead>
            <tbody>
              {sources.map((source) => (
                <SourceRow
                  key={`${source.source} ${source.path}`}
                  source={source}
                  isSilent={silent}
                  isWhole={isWhole}
                  counted={status?.sources.find(
                    ({ source: name, path }) => name === source.source && path === source.path,
                  )}
                />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  )
}

interface SourceRowParts {
  readonly source: Source
  readonly isSilent: boolean
  /** Whether the same is wrong with every source. */
  readonly isWhole: boolean
  readonly counted: StatusSource | undefined
}

function SourceRow({ source: shown, isSilent, isWhole, counted }: SourceRowParts): JSX.Element {
  const { source, path, why, since, last, kinds } = shown
  const word: CellWord = isSilent ? 'unknown' : shown.word
  return (
    <tr class={word === 'blind' ? 'blind' : undefined}>
      <td>
        {source || words.logs} <code class="faint">{path}</code>
        {kinds.length === 0 ? null : <Kinds kinds={kinds} isSilent={isSilent} />}
      </td>
      <td>
        <SightWordMark word={word} />
        {why === '' || isWhole ? null : (
          <span class="why">
            {why}
            {since === null ? null : (
              <span class="faint">
                , {words.since} <DayMoment time={since} />
              </span>
            )}
          </span>
        )}
      </td>
      <td class="soft" data-head={words.toldLast}>
        {last === null ? WORDS.nothing : <Age time={last} />}
      </td>
      {/* Where nobody could read, 0 would say that there was nothing. */}
      {[
        [words.events, counted?.events] as const,
        [words.lines, counted?.lines] as const,
        [words.unread, counted?.unrecognised] as const,
      ].map(([head, count]) => (
        <td key={head} class="right soft" data-head={head}>
          {count === undefined || (count === 0 && shown.word === 'blind') ? WORDS.nothing : numeral(count)}
        </td>
      ))}
    </tr>
  )
}

function Kinds({ kinds, isSilent }: { readonly kinds: Source['kinds']; readonly isSilent: boolean }): JSX.Element {
  return (
    <details class="kinds">
      <summary class="link">{words.kinds(kinds.length)}</summary>
      <ul>
        {kinds.map(({ kind, word, last }) => (
          <li key={kind}>
            <SightMark word={isSilent ? 'unknown' : word} /> {kindLabel(kind)}{' '}
            <span class="faint">
              {words.words[isSilent ? 'unknown' : word]}
              {last === null ? null : (
                <>
                  , <Age time={last} /> {words.ago}
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
