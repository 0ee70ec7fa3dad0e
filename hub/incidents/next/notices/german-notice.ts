import { type Happening, named } from '../todo.ts'
import type { NoticeLanguage } from './notice-language.ts'

const TIME = new Intl.DateTimeFormat('de-DE', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })

/** The notice in German, to somebody who is addressed formally. */
export const GERMAN_NOTICE: NoticeLanguage = {
  used: (name) => `Eine fremde Person hatte wahrscheinlich Zugriff auf ${name}.`,
  saw: 'Das haben wir festgestellt:',
  told: {
    login_burst: () => 'Es wurden viele Passwörter ausprobiert.',
    login_after_burst: ({ ip }) => `Nach vielen falschen Passwörtern war eine Anmeldung erfolgreich${from(ip)}.`,
    login_new_place: ({ ip }) => `Es gab eine Anmeldung aus einem bisher nicht genutzten Netz${from(ip)}.`,
    login_new_country: ({ ip }) =>
      `Es gab eine Anmeldung aus einem Land, aus dem zuvor keine Anmeldung kam${from(ip)}.`,
    forward_added: forwarded,
    forward_added_partial_recipient: forwarded,
    forward_found: forwarded,
    filter_stored: filtered,
    filter_found: filtered,
    autoresponder_added: () => 'Eine automatische Antwort wurde eingerichtet.',
    mail_burst: ({ fields: { count } }) =>
      `Es wurden ungewöhnlich viele E-Mails versendet${count === undefined ? '' : `, an mindestens ${named(count, 'de')} Empfänger`}.`,
    mailbox_password_changed: () => 'Das Passwort wurde geändert.',
    mail_limit_reached: () => 'Der Versand von E-Mails wurde angehalten.',
  },
  time: (milliseconds) => `${TIME.format(milliseconds)} Uhr (UTC)`,
  more: (count) => (count === 1 ? 'sowie ein weiterer Vorgang.' : `sowie ${count} weitere Vorgänge.`),
  ask: 'Bitte unternehmen Sie Folgendes:',
  asked: [
    'Wählen Sie ein Passwort, das Sie nirgendwo sonst verwenden. Haben Sie das bisherige auch anderswo verwendet, ändern Sie es dort ebenfalls.',
    'Prüfen Sie, ob nur Sie selbst Zugang zu den Telefonen, Computern und E-Mail-Programmen haben, in denen das Passwort gespeichert ist.',
    'Sehen Sie Ihre Weiterleitungen, Filter und automatischen Antworten durch, und teilen Sie uns mit, welche nicht von Ihnen stammen.',
    'Wer das Passwort kannte, konnte Ihre E-Mails lesen. Denken Sie auch an alles, wozu Ihre E-Mails Zugang verschaffen: Online-Shops, Banken, andere Konten.',
  ],
}

function from(ip: string | null): string {
  return ip === null ? '' : ` (IP-Adresse ${named(ip)})`
}

function forwarded({ fields }: Happening): string {
  const { forward_recipient: recipient } = fields
  return recipient === undefined
    ? 'Eine Weiterleitung wurde eingerichtet.'
    : `Eine Weiterleitung an ${named(recipient)} wurde eingerichtet.`
}

function filtered({ fields }: Happening): string {
  return fields['filter_action'] === 'discard'
    ? 'Ein Filter wurde eingerichtet, der E-Mails verwirft.'
    : 'Ein E-Mail-Filter wurde eingerichtet.'
}
