import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { TotpState, ProposedTotp, RecoveryCodes } from '../../../contract/access-contract.ts'
import { Command } from '../../parts/copy-button.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { SETTINGS_WORDS } from '../../words/settings-words.ts'
import { WORDS } from '../../words/words.ts'
import { useAttempt } from './attempt.ts'
import { CameOfIt, FormEnd, ShownOnce } from './came.tsx'
import { QrPicture } from './qr-picture.tsx'

const { you: words } = SETTINGS_WORDS
const PATH = '/api/v1/me/totp'

/** The one-time codes of whoever is signed in: begun, begun anew, or ended. */
export function OwnCodes(): JSX.Element {
  const answer = useAnswer<TotpState>(PATH)
  const proposed = useSignal<ProposedTotp | undefined>(undefined)
  const recovery = useSignal<readonly string[]>([])
  const isEnding = useSignal(false)
  const attempt = useAttempt()
  const propose = async (): Promise<void> => {
    isEnding.value = false
    proposed.value = (await attempt.ask<ProposedTotp>(PATH, { method: 'POST' }))?.value
  }
  const finish = (codes: readonly string[]): void => {
    proposed.value = undefined
    isEnding.value = false
    recovery.value = codes
    answer.again()
  }
  return (
    <Shown answer={answer}>
      {({ begun, recovery_codes: left }) => (
        <>
          {recovery.value.length === 0 ? null : (
            <ShownOnce title={words.recovery} text={recovery.value.join('\n')} onDone={() => (recovery.value = [])} />
          )}
          <div class="sheet panel">
            <p>{begun ? words.codesOn(left) : words.codesOff}</p>
            {proposed.value === undefined ? null : (
              <Begin
                hasCodes={begun}
                proposed={proposed.value}
                onDone={finish}
                onCancel={() => (proposed.value = undefined)}
              />
            )}
            {isEnding.value ? (
              <Proof
                words={words.end}
                hasCodes={begun}
                wish={{ secret: null }}
                onDone={() => {
                  finish([])
                  attempt.done(words.ended)
                }}
                onCancel={() => (isEnding.value = false)}
              />
            ) : null}
            <CameOfIt attempt={attempt} />
            {proposed.value !== undefined || isEnding.value ? null : (
              <div class="acts">
                <button type="button" class="button" onClick={() => void propose()}>
                  {begun ? words.renew : words.begin}
                </button>
                {begun ? (
                  <button type="button" class="button quiet" onClick={() => (isEnding.value = true)}>
                    {words.end}
                  </button>
                ) : null}
              </div>
            )}
          </div>
        </>
      )}
    </Shown>
  )
}

interface BeginParts {
  readonly hasCodes: boolean
  readonly proposed: ProposedTotp
  readonly onDone: (codes: readonly string[]) => void
  readonly onCancel: () => void
}

function Begin({ hasCodes, proposed: { secret, url }, onDone, onCancel }: BeginParts): JSX.Element {
  return (
    <>
      <p class="soft">{words.scan}</p>
      <div class="scan">
        <QrPicture text={url} label={words.picture} />
        <div>
          <h3 class="faint">{words.secret}</h3>
          <Command text={secret} />
          <a class="link" href={url}>
            {words.link}
          </a>
        </div>
      </div>
      <Proof words={words.confirm} hasCodes={hasCodes} wish={{ secret }} onDone={onDone} onCancel={onCancel} />
    </>
  )
}

interface ProofParts {
  readonly words: string
  readonly hasCodes: boolean
  readonly wish: { readonly secret: string | null }
  readonly onDone: (codes: readonly string[]) => void
  readonly onCancel: () => void
}

/** What is shown once more before one-time codes change. */
function Proof({ words: go, hasCodes, wish, onDone, onCancel }: ProofParts): JSX.Element {
  const [present, code, next] = [useSignal(''), useSignal(''), useSignal('')]
  const attempt = useAttempt()
  const isBeginning = wish.secret !== null
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    const shown = { present: present.value, code: code.value }
    const json = { ...shown, ...wish, ...(isBeginning ? { new_code: next.value } : {}) }
    const outcome = await attempt.ask<RecoveryCodes>(PATH, { method: 'PUT', json })
    if (outcome !== undefined) onDone(outcome.value.recovery_codes)
  }
  return (
    <form aria-label={words.codes} onSubmit={(event) => void submit(event)}>
      <div class="fields">
        {isBeginning ? (
          <TextField label={words.newCode} hint={words.digits} value={next} autocomplete="off" hasFocus />
        ) : null}
        <TextField
          label={words.present}
          value={present}
          type="password"
          autocomplete="current-password"
          hasFocus={!isBeginning}
        />
        {hasCodes ? (
          <TextField label={words.code} hint={WORDS.signIn.digits} value={code} autocomplete="one-time-code" />
        ) : null}
      </div>
      <FormEnd attempt={attempt} go={go} onClose={onCancel} />
    </form>
  )
}
