import type { JSX } from 'preact'
import type { CoverageAnswer, ShownHostSight } from '../../../contract/coverage-contract.ts'
import { Mark } from '../../parts/mark.tsx'
import { Age } from '../../parts/moment.tsx'
import { Shown } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { now } from '../../state/now.ts'
import { pathTo } from '../../state/place.ts'
import { standing } from '../../state/standing.ts'
import { NOW_WORDS } from '../../words/now-words.ts'
import { lasting } from '../../words/numbers.ts'
import { WORDS } from '../../words/words.ts'
import { SightMark } from '../hosts/sight-word.tsx'
import { unseenOf, worstFirst } from './headline.ts'

const { unseen: words } = NOW_WORDS

/** How many hosts stand here; the page of hosts has all. */
const MOST = 8

type Word = keyof typeof words.words

/** The hosts of which not all is seen, the worst first, and what to do about each. */
export function NotSeeing(): JSX.Element {
  const unseen = unseenOf(standing.coverage.known.value.value)
  return (
    <section id="not-seeing" aria-labelledby="not-seeing-title">
      <div class="heading now-heading">
        <h2 id="not-seeing-title">{words.title}</h2>
        {unseen === undefined ? null : <span class="faint">{words.of(unseen.count, unseen.all)}</span>}
        <a class="link fill" href={pathTo('hosts')}>
          {words.all}
        </a>
      </div>
      <div class="sheet">
        <Shown answer={standing.coverage}>{(coverage) => <UnseenList coverage={coverage} />}</Shown>
      </div>
    </section>
  )
}

function UnseenList({ coverage }: { readonly coverage: CoverageAnswer }): JSX.Element {
  const hosts = worstFirst(coverage.hosts)
  const { count, all } = unseenOf(coverage)
  if (all === 0) return <StateBox kind="empty" word={WORDS.states.empty} title={words.noHosts} />
  if (count === 0) {
    const { quiet, seen, never } = coverage.summary.sources
    return (
      <StateBox kind="empty" word={WORDS.states.empty} title={words.none}>
        <p>{words.noneHint(quiet + seen + never)}</p>
      </StateBox>
    )
  }
  const rest = count - Math.min(MOST, hosts.length)
  return (
    <ul class="unseen-list">
      {hosts.slice(0, MOST).map((host) => (
        <UnseenHost key={host.host} host={host} />
      ))}
      {rest > 0 ? (
        <li class="unseen-more">
          <a class="link" href={pathTo('hosts')}>
            {words.more(rest)}
          </a>
        </li>
      ) : null}
    </ul>
  )
}

function UnseenHost({ host: shown }: { readonly host: CoverageAnswer['hosts'][number] }): JSX.Element {
  const { host, since, why } = shown
  const word = wordOf(shown)
  return (
    <li>
      <span class={`unseen-word ${word}`}>
        {word === 'silent' ? <Mark name="silent" /> : <SightMark word={word} />}
        {words.words[word]}
      </span>
      <div>
        <p>
          <a class="named" href={pathTo('host', { name: host })}>
            {host}
          </a>{' '}
          {saying(shown, word)}
        </p>
        <p class="faint">
          {word === 'silent' ? null : `${sentence(why)} `}
          {since === null || word === 'silent' ? null : (
            <>
              {words.since} <Age time={since} />.{' '}
            </>
          )}
          <a class="link" href={pathTo('host', { name: host })} aria-label={`${words.what}: ${host}`}>
            {words.what}
          </a>
        </p>
      </div>
    </li>
  )
}

function wordOf({ silent, word }: ShownHostSight): Word {
  if (silent) return 'silent'
  return word === 'late' || word === 'gap' || word === 'unknown' ? word : 'blind'
}

/** What a host cannot see, after its name. */
function saying({ heard, word: worst, sources }: CoverageAnswer['hosts'][number], word: Word): string {
  if (word === 'silent') return words.silent(lasting(now.value / 1000 - heard))
  if (word === 'late') return words.late
  if (word === 'unknown') return words.unknown
  const ill = sources.filter((source) => source.word === worst).map(({ source, path }) => path || source)
  const [first] = ill
  if (first === undefined) return words.blindAll
  const what = ill.length === 1 ? first : words.andMore(first, ill.length - 1)
  return word === 'gap' ? words.gap(what) : words.blind(what)
}

/** Words of the hub as a sentence. */
function sentence(text: string): string {
  if (text === '') return ''
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`
}
