// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/log/logpage.h"

#include "gui/models/format.h"
#include "gui/views/icons.h"

#include <QCheckBox>
#include <QClipboard>
#include <QFileDialog>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSaveFile>
#include <QScrollBar>
#include <QShortcut>
#include <QStackedWidget>
#include <QTextDocument>
#include <QTextDocumentFragment>
#include <QToolButton>
#include <QVBoxLayout>

namespace vitrine::gui {

LogPage::LogPage(const PageContext& context, QWidget* parent)
    : Page(context, parent)
    , m_bar(new QWidget(this))
    , m_follow(new QCheckBox(tr("&Follow"), m_bar))
    , m_search(new QLineEdit(m_bar))
    , m_copy(new QToolButton(m_bar))
    , m_save(new QToolButton(m_bar))
    , m_stack(new QStackedWidget(this))
    , m_empty(new QLabel(tr("No output yet. What the container's programs print appears here."), m_stack))
    , m_view(new QPlainTextEdit(m_stack))
    , m_state(new QLabel(this)) {
    setObjectName(QStringLiteral("log"));
    makeBar();
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setObjectName(QStringLiteral("log-empty"));
    m_view->setObjectName(QStringLiteral("log-text"));
    m_view->setAccessibleName(tr("Output of the container"));
    m_view->setReadOnly(true);
    m_view->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_view->setUndoRedoEnabled(false);
    m_view->setMaximumBlockCount(shownLines);
    m_view->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_state->setContentsMargins(8, 3, 8, 3);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_state);
    m_poll.setSingleShot(true);
    m_poll.setInterval(pollMs);
    connect(&m_poll, &QTimer::timeout, this, &LogPage::read);
}

LogPage::~LogPage() = default;

void LogPage::makeBar() {
    m_follow->setObjectName(QStringLiteral("log-follow"));
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Keep asking for new output and stay at its end"));
    m_search->setObjectName(QStringLiteral("log-search"));
    m_search->setPlaceholderText(tr("Find (Ctrl+F); Enter: next, Shift+Enter: previous"));
    m_search->setAccessibleName(tr("Find in the log"));
    m_search->setClearButtonEnabled(true);
    m_copy->setObjectName(QStringLiteral("log-copy"));
    m_copy->setText(tr("&Copy"));
    m_copy->setIcon(gui::icon(QStringLiteral("edit-copy")));
    m_copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_copy->setToolTip(tr("Copy what is selected, or everything that is shown"));
    m_save->setObjectName(QStringLiteral("log-save"));
    m_save->setText(tr("&Save …"));
    m_save->setIcon(gui::icon(QStringLiteral("document-save")));
    m_save->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_save->setToolTip(tr("Save the whole log, as it was written, to a file"));
    auto* row = new QHBoxLayout(m_bar);
    row->setContentsMargins(8, 6, 8, 6);
    row->addWidget(m_search, 1);
    row->addWidget(m_follow);
    row->addWidget(m_copy);
    row->addWidget(m_save);
    connect(m_follow, &QCheckBox::toggled, this, &LogPage::poll);
    connect(m_copy, &QToolButton::clicked, this, [this] {
        const QString selected = m_view->textCursor().selection().toPlainText();
        QGuiApplication::clipboard()->setText(selected.isEmpty() ? text() : selected);
    });
    connect(m_save, &QToolButton::clicked, this, &LogPage::askWhereToSave);
    connect(m_search, &QLineEdit::textChanged, this, [this] {
        m_view->moveCursor(QTextCursor::End);
        find(Direction::Backward);
    });
    auto* next = new QShortcut(Qt::Key_Return, m_search, [this] { find(Direction::Forward); });
    auto* previous =
        new QShortcut(Qt::SHIFT | Qt::Key_Return, m_search, [this] { find(Direction::Backward); });
    next->setContext(Qt::WidgetShortcut);
    previous->setContext(Qt::WidgetShortcut);
    auto* focus = new QShortcut(QKeySequence::Find, this, [this] { m_search->setFocus(); });
    focus->setContext(Qt::WidgetWithChildrenShortcut);
}

QString LogPage::title() {
    return tr("Log");
}

QIcon LogPage::icon() {
    return gui::icon(QStringLiteral("page-log"));
}

QString LogPage::explanation() {
    return tr("What the container's programs have printed, in this run and before.");
}

QString LogPage::text() const {
    return m_view->toPlainText();
}

void LogPage::containerSwitched() {
    ++m_generation;
    m_poll.stop();
    m_view->clear();
    m_stripper.reset();
    m_offset = m_skipped = 0;
    m_isPositioned = false;
    m_problem.clear();
    m_notFound.clear();
    m_saved.clear();
    m_file.reset();
    m_save->setEnabled(true);
    m_stack->setCurrentWidget(m_empty);
    updateState();
}

void LogPage::shown() {
    ++m_generation;
    read();
}

void LogPage::hidden() {
    ++m_generation;
    m_poll.stop();
}

// A container that starts has something to say soon; one that ended said its last.
void LogPage::containerChanged() {
    poll();
}

void LogPage::poll() {
    if (isShown() && m_isPositioned && !m_poll.isActive())
        m_poll.start();
}

void LogPage::read() {
    m_poll.stop();
    if (m_isPositioned)
        readFrom(m_offset, chunkBytes);
    else
        readFrom(0, 1); // tells where the log ends
}

void LogPage::readFrom(std::uint64_t offset, std::uint32_t maximum) {
    const quint64 generation = ++m_generation;
    context().service->readLog(container(), offset, maximum, this,
                               [this, generation](const Reply<LogChunk>& reply) {
                                   if (generation != m_generation)
                                       return;
                                   m_problem = reply ? QString() : reply.error().message;
                                   if (reply)
                                       onChunk(*reply);
                                   else
                                       updateState();
                               });
}

void LogPage::onChunk(const LogChunk& chunk) {
    if (!m_isPositioned) {
        m_isPositioned = true;
        m_skipped = chunk.size > shownBytes ? chunk.size - shownBytes : 0;
        m_offset = m_skipped;
        if (chunk.size > 0)
            return read();
    } else {
        m_offset = chunk.next;
        append(m_stripper.strip(chunk.data));
    }
    updateState();
    if (m_offset < chunk.size && !chunk.data.isEmpty())
        return read();
    const ContainerEntry* entry = this->entry();
    if (m_follow->isChecked() && entry && isAlive(entry->info.state))
        poll();
}

void LogPage::append(const QString& text) {
    if (text.isEmpty())
        return;
    QScrollBar* bar = m_view->verticalScrollBar();
    const int before = bar->value();
    QTextCursor cursor(m_view->document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(text);
    m_stack->setCurrentWidget(m_view);
    bar->setValue(m_follow->isChecked() ? bar->maximum() : before);
}

void LogPage::find(Direction direction) {
    const QString wanted = m_search->text();
    if (wanted.isEmpty()) {
        m_notFound.clear();
        return updateState();
    }
    const bool backward = direction == Direction::Backward;
    const QTextDocument::FindFlags flags =
        backward ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    bool found = m_view->find(wanted, flags);
    if (!found) {
        m_view->moveCursor(backward ? QTextCursor::End : QTextCursor::Start);
        found = m_view->find(wanted, flags);
    }
    m_notFound = found ? QString() : tr("“%1” is not in what is shown.").arg(wanted);
    updateState();
}

void LogPage::askWhereToSave() {
    auto* dialog = new QFileDialog(this, tr("Save the log"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("log"));
    if (const ContainerEntry* entry = this->entry())
        dialog->selectFile(entry->info.name + QStringLiteral(".log"));
    connect(dialog, &QFileDialog::fileSelected, this, &LogPage::saveTo);
    dialog->open();
}

void LogPage::saveTo(const QString& path) {
    m_file = std::make_unique<QSaveFile>(path);
    if (!m_file->open(QIODevice::WriteOnly)) {
        m_saved = tr("⚠ %1 cannot be written: %2").arg(path, m_file->errorString());
        m_file.reset();
        return updateState();
    }
    m_save->setEnabled(false);
    m_saved = tr("Saving …");
    updateState();
    saveNext(0);
}

void LogPage::saveNext(std::uint64_t offset) {
    context().service->readLog(container(), offset, chunkBytes, this,
                               [this, file = m_file.get()](const Reply<LogChunk>& reply) {
                                   if (file != m_file.get())
                                       return; // given up meanwhile
                                   if (!reply) {
                                       m_saved = tr("⚠ Not saved: %1").arg(reply.error().message);
                                       m_file.reset();
                                       m_save->setEnabled(true);
                                       return updateState();
                                   }
                                   m_file->write(reply->data);
                                   if (reply->next < reply->size && !reply->data.isEmpty())
                                       saveNext(reply->next);
                                   else
                                       finishSaving();
                               });
}

void LogPage::finishSaving() {
    const QString path = m_file->fileName();
    if (m_file->commit()) {
        m_saved = tr("Saved to %1.").arg(path);
    } else {
        m_saved = tr("⚠ %1 could not be written: %2").arg(path, m_file->errorString());
    }
    m_file.reset();
    m_save->setEnabled(true);
    updateState();
}

void LogPage::updateState() {
    QStringList parts;
    if (!m_problem.isEmpty())
        parts << QStringLiteral("⚠ ") + m_problem;
    if (!m_notFound.isEmpty())
        parts << QStringLiteral("⚠ ") + m_notFound;
    if (!m_saved.isEmpty())
        parts << m_saved;
    if (m_skipped > 0) {
        parts << tr("The first %1 are not shown; Save writes all that is kept.").arg(formatBytes(m_skipped));
    }
    m_state->setText(parts.join(QStringLiteral("  ")));
    m_state->setVisible(!parts.isEmpty());
}

} // namespace vitrine::gui
