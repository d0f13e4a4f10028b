import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "../messages/text.ts";

export function Dialog({ title, opened, onClose, wide = false, children }: { title: string; opened: boolean; onClose: () => void; wide?: boolean; children: ReactNode }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={wide ? 640 : 460}
      centered
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ "aria-label": t("dialog.close") }}
    >
      {children}
    </Modal>
  );
}

/** Asks before something is taken away, and names what goes. */
export function Confirm(props: { title: string; what: string; yes: string; opened: boolean; busy?: boolean; onYes: () => void; onClose: () => void; children?: ReactNode }) {
  return (
    <Dialog title={props.title} opened={props.opened} onClose={props.onClose}>
      <p>{props.what}</p>
      {props.children}
      <div className="row-end">
        <button type="button" className="btn" onClick={props.onClose}>
          {t("dialog.keep")}
        </button>
        <button type="button" className="btn primary" disabled={props.busy ?? false} onClick={props.onYes}>
          {props.yes}
        </button>
      </div>
    </Dialog>
  );
}
