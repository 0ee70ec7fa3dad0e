import type { JSX } from 'preact'
import { SignInForm } from '../pages/entry/sign-in-form.tsx'
import { Modal } from '../parts/modal.tsx'
import { live } from '../state/live.ts'
import { renewed } from '../state/renewed.ts'
import { meetPerson } from '../state/session.ts'
import { WORDS } from '../words/words.ts'

/** Over a page whose session has ended: whoever signs in again finds it as it was. */
export function SessionEnded({ who }: { readonly who: string }): JSX.Element {
  const goOn = async (): Promise<void> => {
    await meetPerson()
    renewed.value += 1
    live.renew()
  }
  return (
    <Modal label={WORDS.signIn.ended} style="sign-in">
      <h2>{WORDS.signIn.ended}</h2>
      <p class="faint">{WORDS.signIn.endedMore}</p>
      <SignInForm name={who} isFixed onDone={() => void goOn()} />
    </Modal>
  )
}
