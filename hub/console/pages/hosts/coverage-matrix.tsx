import type { JSX } from 'preact'
import type { ListedHost } from '../../../contract/host-contract.ts'
import { ExportMenu } from '../../parts/export-menu.tsx'
import { FindBox } from '../../parts/find-box.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { useKeys } from '../../state/keys.ts'
import { goTo, place, queried, setQuery } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { me } from '../../state/session.ts'
import { stepThroughLinks } from '../../state/step-through-links.ts'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { WORDS } from '../../words/words.ts'
import { CELL_WORDS, wantsLook } from './cell.ts'
import { hostsHeadline } from './headline.ts'
import type { FleetSight } from './host-health.ts'
import { countWords, type HostWish, linesOf, wantedLines, wishIn } from './host-list.ts'
import { HostTable } from './host-table.tsx'
import { SightLegend } from './sight-legend.tsx'
import { columnsOf } from './source-columns.ts'

interface CoverageMatrixParts {
  readonly hosts: readonly ListedHost[]
  readonly sights: readonly FleetSight[]
}

/** What each source of each host tells: hosts are rows, sources are columns. */
export function CoverageMatrix({ hosts, sights }: CoverageMatrixParts): JSX.Element {
  const query = place.value?.query ?? new URLSearchParams()
  const wish = wishIn(query)
  const columns = columnsOf(sights.flatMap(({ sources }) => sources.map(({ source }) => source)))
  const lines = linesOf(hosts, sights, columns)
  const counts = countWords(lines)
  const shown = wantedLines(lines, wish)
  const ill = CELL_WORDS.filter(wantsLook).reduce((sum, word) => sum + (counts.get(word) ?? 0), 0)
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const mayAdd = me.value?.rights.manage === true
  useKeys(WORDS.keys.here, [
    { keys: 'j', words: WORDS.keys.down, run: () => stepThroughLinks(1), inBar: true },
    { keys: 'k', words: WORDS.keys.up, run: () => stepThroughLinks(-1), inBar: true },
    { keys: 'o', words: words.toggleSays, run: toggleFocused, inBar: true },
    { keys: 'w', words: words.toggleWell, run: () => setQuery(toggled('well', 'open'), 'replace') },
    ...(mayAdd
      ? [{ keys: 'a', words: words.add.toLowerCase(), run: () => goTo(pathTo('firstHost')), inBar: true }]
      : []),
    ...CELL_WORDS.map((word, index) => {
      const run = (): void => setQuery(toggled('word', word))
      return { keys: String(index + 1), words: words.onlyWord(words.words[word]), run }
    }),
  ])
  return (
    <>
      <div class="lead">
        <div>
          <h1>{hostsHeadline(lines.map(({ health }) => health))}</h1>
          <p>{words.note(all, ill, counts.get('unknown') ?? 0)}</p>
        </div>
        <div class="acts">
          <FindBox label={words.filter} text={wish.text} />
          {wish.word === 'never' ? null : (
            <ExportMenu path="/api/v1/export/hosts" filters={exportedOf(wish)} style="button" />
          )}
          {mayAdd ? (
            <a class="button first" href={pathTo('firstHost')} title={`${words.add} (a)`}>
              {words.add} <kbd>a</kbd>
            </a>
          ) : null}
        </div>
      </div>
      <SightLegend counts={counts} chosen={wish.word} />
      <div class="sheet scrolls">
        {shown.length === 0 ? (
          <NoneFits text={wish.text.trim()} word={wish.word === undefined ? '' : words.words[wish.word]} />
        ) : (
          <HostTable lines={shown} columns={columns} wish={wish} all={hosts.length} />
        )}
      </div>
    </>
  )
}

/** What the API is asked for the same hosts; of what is told nowhere, it knows only what an agent itself says. */
function exportedOf({ text, word }: HostWish): URLSearchParams {
  const wanted = { ...(text.trim() === '' ? {} : { q: text }), ...(word === undefined ? {} : { word }) }
  return new URLSearchParams(wanted)
}

function NoneFits({ text, word }: { readonly text: string; readonly word: string }): JSX.Element {
  const acts = (
    <a class="button small" href={queried({ q: undefined, word: undefined })}>
      {WORDS.states.clear}
    </a>
  )
  return (
    <StateBox kind="noMatch" word={WORDS.states.noMatch} title={words.noneFits} acts={acts}>
      <p>{words.noneFitsHint(text, word)}</p>
    </StateBox>
  )
}

/** Opens what the host under the focus says, or hides it. */
function toggleFocused(): void {
  const row = document.activeElement?.closest<HTMLElement>('tr[data-host]')
  const { host } = row?.dataset ?? {}
  if (host !== undefined) setQuery(toggled('open', host), 'replace')
}

/** The change of the query that gives a name this value, or takes it out if it has it. */
function toggled(name: string, value: string): Record<string, string | undefined> {
  return { [name]: place.peek()?.query.get(name) === value ? undefined : value }
}
