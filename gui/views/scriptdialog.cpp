// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/scriptdialog.h"
#include "gui/views/announce.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QEvent>
#include <QFileDialog>
#include <QFontDatabase>
#include <QFuture>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPromise>
#include <QPushButton>
#include <QSaveFile>
#include <QScreen>
#include <QSyntaxHighlighter>
#include <QThreadPool>
#include <QVBoxLayout>

#include <memory>

namespace vitrine::gui {

namespace {

/// Comments are quieter than commands.
class ShellComments : public QSyntaxHighlighter {
public:
    explicit ShellComments(QPlainTextEdit* view)
        : QSyntaxHighlighter(view->document())
        , m_view(view) {
        view->installEventFilter(this);
    }

protected:
    void highlightBlock(const QString& text) override {
        if (text.startsWith(QLatin1Char('#')))
            setFormat(0, static_cast<int>(text.size()), quietColour(m_view->palette()));
    }
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::PaletteChange)
            rehighlight();
        return QSyntaxHighlighter::eventFilter(watched, event);
    }

private:
    QPlainTextEdit* m_view;
};

/// Empty, or why it could not be written.
QString write(const QString& path, const QByteArray& text) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return file.errorString();
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    file.write(text);
    return file.commit() ? QString() : file.errorString();
}

} // namespace

ScriptDialog::ScriptDialog(const PageContext& context, const ContainerInfo& container, QWidget* parent)
    : QDialog(parent)
    , m_name(container.name)
    , m_explanation(new QLabel(this))
    , m_view(new QPlainTextEdit(this))
    , m_state(new QLabel(this))
    , m_copy(new QPushButton(icon(QStringLiteral("edit-copy")), tr("&Copy"), this))
    , m_save(new QPushButton(icon(QStringLiteral("document-save")), tr("&Save…"), this)) {
    setObjectName(QStringLiteral("scriptDialog"));
    setWindowTitle(tr("%1 by hand").arg(m_name));
    const QSize room = (parent ? parent->screen() : QGuiApplication::primaryScreen())->availableSize();
    resize(QSize(920, 640).boundedTo(room - QSize(24, 64)));
    auto* column = new QVBoxLayout(this);
    column->addLayout(makeText(), 1);
    column->addLayout(makeButtons());
    m_view->setFocus();
    fetch(context, container.id);
}

QLayout* ScriptDialog::makeText() {
    m_explanation->setWordWrap(true);
    m_explanation->setTextFormat(Qt::PlainText);
    m_explanation->setText(
        tr("This script builds the same container with commands that every Linux has, step by step and "
           "explained. Its beginning says what it needs and what a shell cannot do."));
    m_view->setObjectName(QStringLiteral("scriptText"));
    m_view->setAccessibleName(tr("Script"));
    m_view->setReadOnly(true);
    m_view->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_view->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_view->setTabChangesFocus(true);
    m_view->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_view->setPlaceholderText(tr("Asking for the script…"));
    new ShellComments(m_view);
    auto* column = new QVBoxLayout;
    column->addWidget(m_explanation);
    column->addWidget(m_view, 1);
    return column;
}

QLayout* ScriptDialog::makeButtons() {
    m_state->setObjectName(QStringLiteral("scriptState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_copy->setObjectName(QStringLiteral("scriptCopy"));
    m_copy->setToolTip(tr("Copies the whole script"));
    m_save->setObjectName(QStringLiteral("scriptSave"));
    m_save->setToolTip(tr("Writes the script to a file that only you can read and run"));
    for (QPushButton* button : {m_copy, m_save}) {
        button->setAutoDefault(false);
        button->setEnabled(false);
    }
    connect(m_copy, &QPushButton::clicked, this, &ScriptDialog::copy);
    connect(m_save, &QPushButton::clicked, this, &ScriptDialog::askWhereToSave);
    auto* box = new QDialogButtonBox(QDialogButtonBox::Close, this);
    box->button(QDialogButtonBox::Close)->setIcon(icon(QStringLiteral("window-close")));
    connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* row = new QHBoxLayout;
    row->addWidget(m_state, 1);
    row->addWidget(m_copy);
    row->addWidget(m_save);
    row->addWidget(box);
    return row;
}

void ScriptDialog::fetch(const PageContext& context, const ContainerId& id) {
    context.service->exportScript(id, this, [this](const Reply<QString>& reply) {
        if (reply)
            return showScript(*reply);
        const ServiceError& error = reply.error();
        m_view->setPlaceholderText({});
        say(QStringLiteral("⚠ ") +
            (error.hint.isEmpty() ? error.message : QStringLiteral("%1 %2").arg(error.message, error.hint)));
    });
}

void ScriptDialog::showScript(const QString& script) {
    m_script = script;
    m_view->setPlainText(script);
    m_copy->setEnabled(true);
    m_save->setEnabled(true);
}

void ScriptDialog::say(const QString& words) {
    m_state->setText(words);
    announce(m_state, words);
}

void ScriptDialog::copy() {
    QGuiApplication::clipboard()->setText(m_script);
    say(tr("Copied."));
}

void ScriptDialog::askWhereToSave() {
    auto* dialog = new QFileDialog(this, tr("Save the script"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("sh"));
    dialog->selectFile(m_name + QStringLiteral(".sh"));
    connect(dialog, &QFileDialog::fileSelected, this, &ScriptDialog::saveTo);
    dialog->open();
}

void ScriptDialog::saveTo(const QString& path) {
    m_save->setEnabled(false);
    say(tr("Saving…"));
    auto promise = std::make_shared<QPromise<QString>>();
    QFuture<QString> written = promise->future();
    promise->start();
    written.then(this, [this, path](const QString& problem) {
        m_save->setEnabled(true);
        say(problem.isEmpty() ? tr("Saved to %1.").arg(path)
                              : tr("⚠ %1 could not be written: %2").arg(path, problem));
    });
    QThreadPool::globalInstance()->start([promise, path, text = m_script.toUtf8()] {
        promise->addResult(write(path, text));
        promise->finish();
    });
}

ScriptDialog* openScriptDialog(const PageContext& context, const ContainerInfo& container, QWidget* parent) {
    auto* dialog = new ScriptDialog(context, container, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
    return dialog;
}

} // namespace vitrine::gui
