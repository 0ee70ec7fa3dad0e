import type { JSX } from 'preact'
import { Command } from '../../parts/copy-button.tsx'
import { Age, DayMoment } from '../../parts/moment.tsx'
import { now } from '../../state/now.ts'
import { pathTo } from '../../state/place.ts'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { lasting } from '../../words/numbers.ts'
import { adviceFor } from './advice.ts'
import { wantsLook } from './cell.ts'
import { lastWord } from './host-health.ts'
import type { HostLine } from './host-list.ts'
import { SightWordMark } from './sight-word.tsx'

/** Below the row of a host: what is wrong, what to do, and where more is. */
export function HostSays({ line, span }: { readonly line: HostLine; readonly span: number }): JSX.Element {
  const { host, sight, health } = line
  const last = lastWord(host)
  const advice = adviceFor(host.host, health, sight)
  return (
    <tr class="says">
      <td colSpan={span}>
        <div class="says-columns">
          <section aria-label={words.says(host.host)}>
            <h2>
              {words.says(host.host)}{' '}
              {last === undefined ? null : (
                <span class="faint">
                  <Age time={last} /> {words.ago}
                </span>
              )}
            </h2>
            <WhatIsWrong line={line} />
          </section>
          {advice === undefined ? null : (
            <section aria-label={words.toDo}>
              <h2>
                {words.toDo} <span class="faint">{advice.isForHub ? words.onHub : words.onHost(host.host)}</span>
              </h2>
              <p class="soft">{advice.text}</p>
              <Command text={advice.command} />
            </section>
          )}
          <section aria-label={words.also}>
            <h2>{words.also}</h2>
            {host.lag === null || host.lag < 60 ? null : <p class="soft">{words.waitsFor(lasting(host.lag))}</p>}
            <ul class="also">
              <li>
                <a class="link" href={pathTo('host', { name: host.host })}>
                  {words.everything(host.host)}
                </a>
              </li>
              <li>
                <a class="link" href={eventsOf(host.host)}>
                  {words.itsEvents}
                </a>
              </li>
              {sight?.sources.some(({ word }) => word === 'gap') === true ? (
                <li>
                  <a class="link" href={eventsOf(host.host, 'log_gap')}>
                    {words.itsGaps}
                  </a>
                </li>
              ) : null}
            </ul>
          </section>
        </div>
      </td>
    </tr>
  )
}

function WhatIsWrong({ line: { host, sight, health } }: { readonly line: HostLine }): JSX.Element {
  const last = lastWord(host)
  if (health === 'revoked' || sight === undefined) return <p>{words.isRevoked}</p>
  if (last === undefined) return <p>{words.notHeard}</p>
  if (health === 'untold') return <p>{words.noStatus}</p>
  if (health === 'silent')
    return (
      <>
        <p>{words.isSilent(lasting(now.value / 1000 - last))}</p>
        <p class="soft">{words.silentHint}</p>
      </>
    )
  const ill = sight.sources.filter(({ word }) => wantsLook(word))
  if (ill.length === 0) return <p>{health === 'degraded' ? words.advice.degraded : words.allIsWell}</p>
  const isSame = ill.length > 1 && ill.every(({ why }) => why === sight.why)
  const shown = isSame ? [{ ...sight, source: words.everySource, path: '' }] : ill
  return (
    <ul>
      {shown.map(({ source, path, word, why, since }) => (
        <li key={`${source} ${path}`}>
          <SightWordMark word={word} /> {source} <code>{path}</code>: {why}
          {since === null ? null : (
            <span class="faint">
              , {words.since} <DayMoment time={since} />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

/** The address of the events of a host, of a kind if one is given. */
function eventsOf(host: string, kind?: string): string {
  return pathTo('events', {}, new URLSearchParams({ host, ...(kind === undefined ? {} : { kind }) }).toString())
}
