import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * fauxqs 2.4.1 sets the receive count to NULL when a message is made visible at once, which its own table forbids:
 * ChangeMessageVisibility to 0 fails and the message is out of reach until a restart. So the table is made here first,
 * as fauxqs makes it but without that constraint, and with a trigger that keeps the count.
 */
export function mendReceiveCounts(dir: string): void {
  mkdirSync(dir, { recursive: true });
  const database = new DatabaseSync(join(dir, 'fauxqs.db'));
  database.exec(schema);
  database.close();
}

const schema = `
CREATE TABLE IF NOT EXISTS sqs_messages (
  message_id TEXT PRIMARY KEY,
  queue_name TEXT NOT NULL REFERENCES sqs_queues(name) ON DELETE CASCADE,
  body TEXT NOT NULL,
  md5_of_body TEXT NOT NULL,
  message_attributes TEXT NOT NULL,
  md5_of_message_attributes TEXT NOT NULL,
  sent_timestamp INTEGER NOT NULL,
  approximate_receive_count INTEGER DEFAULT 0,
  approximate_first_receive_timestamp INTEGER,
  delay_until INTEGER,
  message_group_id TEXT,
  message_deduplication_id TEXT,
  sequence_number TEXT,
  receipt_handle TEXT,
  visibility_deadline INTEGER
);
CREATE TRIGGER IF NOT EXISTS keep_receive_count
AFTER UPDATE OF approximate_receive_count ON sqs_messages WHEN NEW.approximate_receive_count IS NULL
BEGIN
  UPDATE sqs_messages
  SET approximate_receive_count = OLD.approximate_receive_count,
      approximate_first_receive_timestamp = OLD.approximate_first_receive_timestamp
  WHERE message_id = OLD.message_id;
END;
`;
