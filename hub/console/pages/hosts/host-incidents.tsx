import type { JSX } from 'preact'
import type { IncidentsAnswer } from '../../../contract/incident-contract.ts'
import { Age } from '../../parts/moment.tsx'
import { sentencePieces } from '../../parts/sentence-pieces.ts'
import { SeverityWord } from '../../parts/severity-word.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'

/** So many are shown of one host. */
const MOST = 10

/** The open incidents that concern a host, the worst first and of these the newest. */
export function HostIncidents({ host }: { readonly host: string }): JSX.Element {
  const query = new URLSearchParams({ state: 'open,contained', host, order: 'severity', limit: String(MOST) })
  const answer = useAnswer<IncidentsAnswer>(`/api/v1/incidents?${query}`)
  return (
    <section aria-label={words.incidents}>
      <div class="heading">
        <h2>{words.incidents}</h2>
      </div>
      <div class="sheet spaced">
        <Shown answer={answer}>
          {({ incidents }) =>
            incidents.length === 0 ? (
              <p class="block soft">{words.noIncidents}</p>
            ) : (
              <ul>
                {incidents.map(({ id, severity, sentence, last_step: last, steps, ...about }) => (
                  <li key={id} class="block host-incident">
                    <SeverityWord severity={severity} />
                    <a class="to" href={`/incidents/${id}`}>
                      {sentencePieces(sentence, about, []).map(({ text, href }, index) =>
                        href === undefined ? text : <b key={index}>{text}</b>,
                      )}
                    </a>
                    <span class="faint">
                      {words.steps(steps)} · <Age time={last} /> {words.ago}
                    </span>
                  </li>
                ))}
              </ul>
            )
          }
        </Shown>
      </div>
    </section>
  )
}
