import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { AlertAnswer } from '../../../contract/alert-contract.ts'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { ValueRow } from '../../parts/value-row.tsx'
import { Act } from '../../state/act.ts'
import { useFollowed } from '../../state/followed.ts'
import { useKeys } from '../../state/keys.ts'
import { queried, setQuery } from '../../state/navigator.ts'
import { me } from '../../state/session.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'
import { wholeTime } from '../../words/numbers.ts'
import { WORDS } from '../../words/words.ts'
import { IncidentLinks } from './incident-links.tsx'
import { reasonWord, subjectWords } from './message-words.ts'
import { ReceiptList } from './receipts.tsx'
import { TakeCare, takeCare } from './take-care.tsx'

const { messages: words } = ALERT_WORDS

/** The hub has no such alert, or has it no longer. */
const UNKNOWN = 40440

/** Closes the open message; the table stays as it is. */
export function shutMessage(): void {
  setQuery({ alert: undefined }, 'replace')
}

interface MessageRecordParts {
  readonly id: string
  /** Hears that somebody takes care. */
  readonly onCare: () => void
}

/** One message: why it was made, what became of it for each recipient, and its text. */
export function MessageRecord({ id, onCare }: MessageRecordParts): JSX.Element {
  const answer = useAnswer<AlertAnswer>(`/api/v1/alerts/${encodeURIComponent(id)}`)
  useFollowed(answer)
  const act = useMemo(() => new Act(), [id])
  const cared = (): void => {
    answer.again()
    onCare()
  }
  const care = (): void => {
    const { value } = answer.known.peek()
    if (value !== undefined) void takeCare(value.alert, act, cared)
  }
  const keys = [{ keys: 'c', words: ALERT_WORDS.care.take.toLowerCase(), run: care, inBar: true }]
  useKeys(WORDS.keys.here, me.value?.rights.judge === true ? keys : [])
  if (answer.known.value.problem?.code === UNKNOWN)
    return (
      <div class="record">
        <StateBox kind="empty" word={WORDS.states.empty} title={words.gone} acts={<Shut />} />
      </div>
    )
  return (
    <div class="record">
      <Shown answer={answer}>
        {({ alert, text }) => (
          <>
            <header class="record-head">
              <b>{reasonWord(alert.reason)}</b>
              <Shut />
            </header>
            <p class="record-story">{subjectWords(alert)}</p>
            <dl class="values">
              <ValueRow name={words.made}>
                <b>{wholeTime(alert.made, 'local')}</b>
                <span class="faint">{wholeTime(alert.made, 'utc')}</span>
              </ValueRow>
              {alert.rule === '' ? null : (
                <ValueRow name={words.rule}>
                  <a class="link" href={queried({ show: 'rules', alert: undefined })}>
                    {alert.rule}
                  </a>
                </ValueRow>
              )}
              {alert.incident_count === 0 ? null : (
                <>
                  <ValueRow name={words.about}>
                    <IncidentLinks alert={alert} most={20} />
                  </ValueRow>
                  <ValueRow name={words.heads.care}>
                    <TakeCare alert={alert} act={act} onDone={cared} />
                  </ValueRow>
                </>
              )}
            </dl>
            <section class="record-part">
              <h2>{words.receipts}</h2>
              <ReceiptList alert={alert} />
            </section>
            {text === '' ? null : (
              <section class="record-part">
                <h2>{words.text}</h2>
                <pre class="letter" tabIndex={0}>
                  {text}
                </pre>
              </section>
            )}
          </>
        )}
      </Shown>
    </div>
  )
}

function Shut(): JSX.Element {
  return (
    <button type="button" class="button small quiet fill" onClick={shutMessage}>
      <kbd>Esc</kbd> {WORDS.close}
    </button>
  )
}
