import assert from 'node:assert/strict'
import type { Machine } from './life.ts'

const LOOK = 'systemctl start spoor-agent-backstop'
const TOLD = '/var/lib/spoor-inbox/backstop.json'
const FILTER = '/home/shop/etc/example.com/info/filter'

/** The timer, and looks by its unit at the homes of a small cPanel. */
export async function checkBackstop({ checks, container }: Machine): Promise<void> {
  await checks.check('the timer of the backstop runs with the services; without cPanel nobody looks', async () => {
    assert.equal(await container.must('systemctl is-active spoor-agent-backstop.timer'), 'active')
    assert.equal(
      await container.must("stat -c '%a %U:%G' /var/lib/spoor-inbox /var/lib/spoor-inbox/backstop"),
      '755 root:root\n2770 root:spoor',
    )
    await container.must(`${LOOK}; ! test -e ${TOLD}`)
  })
  await container.must(
    `useradd -m -s /sbin/nologin shop; chmod 711 /home/shop; mkdir -p /etc/valiases
     runuser -u shop -- mkdir -p ${FILTER.replace('/filter', '')}
     echo 'info@example.com: old@mail.example' > /etc/valiases/example.com; chown shop:mail /etc/valiases/example.com
     chmod 640 /etc/valiases/example.com; echo 'example.com: shop' > /etc/userdomains
     echo 'events: [filter_found]' > /etc/spoor/conf.d/backstop.yml; chgrp spoor /etc/spoor/conf.d/backstop.yml
     chmod 640 /etc/spoor/conf.d/backstop.yml; systemctl reload spoor-agent-collector spoor-agent-transmitter`,
  )
  await checks.check(
    'its first look takes what is there as known, with few rights, and status tells of it',
    async () => {
      await container.must(LOOK)
      assert.match(await container.must('journalctl -u spoor-agent-backstop -o cat'), /^baseline_made: .* 1 file /m)
      assert.equal(await container.must(`stat -c '%a %U' /var/lib/spoor-backstop ${TOLD}`), '700 root\n644 root')
      assert.match(
        (await container.run('spoor-agent status')).text,
        /^backstop +looked [^]* 1\s+account,\s+1\s+domain\n/m,
      )
      assert.match((await container.run('spoor-agent check')).text, /backstop: looked /)
    },
  )
  await checks.check('a filter that somebody leaves in a home, readable for him alone, is reported', async () => {
    await container.must(
      `runuser -u shop -- sh -c 'umask 077; cat > ${FILTER}'; ${LOOK}`,
      'unseen deliver "drop@mail.example"\n',
    )
    await container.until('its event is sealed', async () => {
      const folders = '/var/lib/spoor/sealed /var/lib/spoor/transmitted'
      return (await container.run(`grep -rlE 'filter_found.*drop@mail.example' ${folders}`)).code === 0
    })
    await container.until('it is taken out of the inbox', async () => {
      return (await container.must('ls -A /var/lib/spoor-inbox/backstop')) === ''
    })
  })
  await checks.check('a look that fails is told by status and by systemd', async () => {
    await container.must(`mv /etc/userdomains /root/; touch /etc/userdomains; ! ${LOOK}`)
    assert.match((await container.run('spoor-agent status')).text, /backstop_failed\s[^]*no\s+account\s+is\s+listed/)
    assert.match(await container.must('systemctl --failed --no-legend'), /spoor-agent-backstop/)
    await container.must(`mv /root/userdomains /etc/; ${LOOK}`)
    assert.doesNotMatch((await container.run('spoor-agent status')).text, /backstop_/)
  })
  await container.must(
    `rm -rf /etc/userdomains /etc/valiases /etc/spoor/conf.d/backstop.yml; userdel -r shop 2>/dev/null
     systemctl reload spoor-agent-collector spoor-agent-transmitter`,
  )
}
