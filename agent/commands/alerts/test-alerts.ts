import { EXIT } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { testMessage } from '../../alerts/alert-message.ts'
import { openAlertChannel } from '../../alerts/open-channel.ts'
import { hostNameOf } from '../../config/host-name.ts'
import type { AlertsParts } from './alerts-parts.ts'

/** Sends a test through each alert and prints the receipts. */
export async function testAlerts({ config, alerts, io }: AlertsParts): Promise<number> {
  let code: number = EXIT.ok
  for (const alert of alerts) {
    const channel = await openAlertChannel(alert)
    const message = testMessage({ alert, host: hostNameOf(config), time: Date.now() })
    for (const receipt of await channel.send(message, io.signal)) {
      const isDelivered = receipt.result === 'delivered'
      if (!isDelivered) code = EXIT.failed
      const said = isDelivered ? `delivered (${receipt.answer})` : `not delivered: ${receipt.reason}`
      io.stdout.write(`${plainText(`${alert.name}, ${receipt.recipient}: ${said}`)}\n`)
    }
  }
  return code
}
