import type { ComponentChildren, JSX } from 'preact'
import { Age, bothTimes, ShortMoment } from '../../parts/moment.tsx'
import { goTo, queried } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { lasting } from '../../words/numbers.ts'
import { WORDS } from '../../words/words.ts'
import { type SourceCell, wantsLook } from './cell.ts'
import { HealthWord } from './health-word.tsx'
import { lastWord } from './host-health.ts'
import type { HostLine } from './host-list.ts'
import { SightMark } from './sight-word.tsx'
import type { SourceColumn } from './source-columns.ts'

interface HostRowParts {
  readonly line: HostLine
  readonly columns: readonly SourceColumn[]
  readonly isOpen: boolean
  /** What the host says, if it is open. */
  readonly children: ComponentChildren
}

/** A host with a cell for each source. */
export function HostRow({ line, columns, isOpen, children }: HostRowParts): JSX.Element {
  const { host: shown, health, cells } = line
  const { host, version, label } = shown
  // Where all of them are so, the health of the host says it already, and narrow windows say it once.
  const isWhole = new Set(cells.map(({ word }) => word)).size === 1
  const toggle = queried({ open: isOpen ? undefined : host })
  return (
    <>
      <tr
        data-host={host}
        class={[isOpen ? 'chosen' : '', isWhole ? 'whole' : ''].join(' ').trim()}
        onClick={({ target }) =>
          target instanceof Element && target.closest('a') === null ? goTo(toggle, 'replace') : null
        }
      >
        <td>
          <a class="to" href={pathTo('host', { name: host })}>
            {host}
          </a>
          {label === '' ? null : <span class="faint"> {label}</span>}
        </td>
        <td class="of-health">
          <a href={toggle} aria-expanded={isOpen} title={`${words.toggleSays} (o)`}>
            <HealthWord health={health} />
          </a>
        </td>
        <td class="soft" data-head={words.agent}>
          {version ?? WORDS.nothing}
        </td>
        <td class="soft right" data-head={health === 'silent' ? words.silentFor : words.lag}>
          <Waits line={line} />
        </td>
        {cells.length === 0 ? (
          <td class="faint" colSpan={Math.max(1, columns.length)}>
            {health === 'revoked' ? words.isRevoked : words.unknownSources}
          </td>
        ) : null}
        {cells.map((cell, index) => (
          <Cell key={index} cell={cell} sources={columns[index]?.sources ?? []} />
        ))}
      </tr>
      {children}
    </>
  )
}

/** For how long its oldest report waits; of a silent host, since when it says nothing. */
function Waits({ line: { host, health } }: { readonly line: HostLine }): JSX.Element {
  const last = lastWord(host)
  if (health === 'silent' && last !== undefined) return <Age time={last} />
  return <>{host.lag === null || health === 'revoked' ? WORDS.nothing : lasting(host.lag)}</>
}

function Cell({ cell, sources }: { readonly cell: SourceCell; readonly sources: readonly string[] }): JSX.Element {
  const { word, why, time, count, all } = cell
  const isIll = wantsLook(word)
  const told =
    time === null
      ? ''
      : ` · ${isIll ? words.since : word === 'unknown' ? words.heardLast : words.told} ${bothTimes(time)}`
  return (
    <td class={isIll ? `cell is-${word}` : 'cell'} title={`${sources.join(', ')}: ${why || words.hints[word]}${told}`}>
      <span class="in-cell">
        <SightMark word={word} />
        <span class="cell-source">{sources.join(', ')} </span>
        <span>
          <CellText cell={cell} />
          {isIll && count < all ? <span class="faint"> {words.partOf(count, all)}</span> : null}
        </span>
      </span>
    </td>
  )
}

/** Its word, or for what is seen the time since; the mark says the word then. */
function CellText({ cell: { word, time } }: { readonly cell: SourceCell }): JSX.Element {
  if (word === 'seen' && time !== null)
    return (
      <>
        <span class="unseen">{words.words.seen} </span>
        <Age time={time} />
      </>
    )
  if (word === 'unknown' && time !== null)
    return (
      <>
        <span class="unseen">{words.words.unknown} </span>
        <ShortMoment time={time} />
      </>
    )
  return <>{words.words[word]}</>
}
